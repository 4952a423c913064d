/**
 * What a person does with their own account while signed in. Apart from the SDK's entry, so that who only talks
 * does not load it. All calls reject with a `ParleyError`, with `fields` for what was not accepted.
 */
import type { ExportAnswer } from "@parley/protocol";
import type { Chat } from "../chat.ts";
import { explainAccountRefusal } from "./account-refusal.ts";
import { ask, type HttpRequest } from "./request.ts";

/** A sign-in, on some device. */
export interface AccountSession {
  readonly id: string;
  /** What it is revoked by. */
  readonly token: string;
  /** ISO-8601. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly expiresAt: string;
  readonly ipAddress?: string | null;
  readonly userAgent?: string | null;
  /** Whether it is the one that asks. */
  readonly current: boolean;
}

export interface ProfileChange {
  readonly name?: string;
  readonly lastName?: string;
  readonly username?: string;
}

/** A service that people may sign in with, where the settings turn any on. */
export interface SignInProvider {
  readonly id: string;
  readonly name: string;
}

/** Which there are; for the sign-in page. */
export async function listProviders({ session }: Pick<Chat, "session">): Promise<readonly SignInProvider[]> {
  const from = { method: "GET", path: "/auth/providers" } as const;
  return (await ask<{ providers: SignInProvider[] }>(session, from)).providers;
}

/** Where to send the browser, which comes back to `callbackURL`, a path of the page, signed in. */
export async function beginProviderSignIn(
  { session }: Pick<Chat, "session">,
  body: { readonly provider: string; readonly callbackURL: string },
): Promise<string> {
  return (await ask<{ url: string }>(session, { method: "POST", path: "/auth/sign-in/social", body })).url;
}

export interface ProfileApi {
  update(change: ProfileChange): Promise<void>;
  /** Newest first. */
  sessions(): Promise<AccountSession[]>;
  revokeSession(token: string): Promise<void>;
  revokeOtherSessions(): Promise<void>;
  /** Mails a link to the new address, which holds once it was followed. Says nothing of whether it is free. */
  changeEmail(input: { readonly newEmail: string; readonly password: string }): Promise<void>;
  /** Deletes the account for good; the password proves who asks. Sign out afterwards. */
  deleteAccount(password: string): Promise<void>;
  /** A page of what is kept about the person; `next` of the one before goes on. */
  exportPage(after?: string): Promise<ExportAnswer>;
}

export type ExportPage = Awaited<ReturnType<ProfileApi["exportPage"]>>;

export function createProfileApi({ session }: Pick<Chat, "session">): ProfileApi {
  const request = <Answer>(asked: HttpRequest) =>
    ask<Answer>(session, { ...asked, explain: explainAccountRefusal });
  return {
    update: (body) => request({ method: "POST", path: "/auth/update-user", body }),
    sessions: async () => {
      const [kept, now] = await Promise.all([
        request<Omit<AccountSession, "current">[]>({ method: "GET", path: "/auth/list-sessions" }),
        request<{ session: { id: string } } | null>({ method: "GET", path: "/auth/get-session" }),
      ]);
      return kept
        .map((one) => ({ ...one, current: one.id === now?.session.id }))
        .toSorted((one, other) => other.updatedAt.localeCompare(one.updatedAt));
    },
    revokeSession: (token) => request({ method: "POST", path: "/auth/revoke-session", body: { token } }),
    revokeOtherSessions: () => request({ method: "POST", path: "/auth/revoke-other-sessions" }),
    changeEmail: (body) => request({ method: "POST", path: "/auth/change-email", body }),
    deleteAccount: (password) => request({ method: "POST", path: "/auth/delete-user", body: { password } }),
    exportPage: (after) => request({ method: "GET", path: "/me/export", query: { after } }),
  };
}
