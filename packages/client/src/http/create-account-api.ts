import type { ChatSession } from "../chat.ts";
import { ParleyError } from "../parley-error.ts";
import type { AccountApi, AccountUser } from "./account-api.ts";
import { explainAccountRefusal } from "./account-refusal.ts";
import type { CallOptions } from "./http-call.ts";
import { ask, call } from "./request.ts";

/** Better Auth's routes; see its API reference and protocol.md for the names. */
export function createAccountApi(session: ChatSession): AccountApi {
  // What is undefined in a body is not in its JSON.
  const request = (route: string, body: object, options: CallOptions = {}) =>
    call(session, {
      method: "POST",
      path: `/auth/${route}`,
      body,
      signal: options.signal,
      explain: explainAccountRefusal,
    });
  const post = async (...given: Parameters<typeof request>) => {
    await request(...given);
  };

  return {
    signUp: ({ callbackUrl, ...person }, options) =>
      post("sign-up/email", { ...person, callbackURL: callbackUrl }, options),
    signIn: async ({ login, password, remember }, options) => {
      const way = login.includes("@") ? "email" : "username";
      const answer = await request(
        `sign-in/${way}`,
        { [way]: login, password, rememberMe: remember },
        options,
      );
      const { user } = answer.body as { user: AccountUser };
      session.begin(user, answer.headers.get("set-auth-token") ?? undefined);
      return user;
    },
    signOut: async ({ forget = false, ...options } = {}) => {
      try {
        await post("sign-out", {}, options);
      } catch (error) {
        // There is no session to end: the wish is fulfilled.
        if (!(error instanceof ParleyError && error.code === "unauthenticated")) throw error;
      }
      await session.end(forget);
    },
    session: async (options) => {
      const from = { method: "GET", path: "/auth/get-session", signal: options?.signal } as const;
      const found = await ask<{ user: AccountUser; session: { expiresAt: string } } | null>(session, from);
      return found ? { user: found.user, expiresAt: found.session.expiresAt } : undefined;
    },
    sendVerificationEmail: ({ email, callbackUrl }, options) =>
      post("send-verification-email", { email, callbackURL: callbackUrl }, options),
    verifyEmail: async ({ token }, options) => {
      await call(session, {
        method: "GET",
        explain: explainAccountRefusal,
        path: "/auth/verify-email",
        query: { token },
        signal: options?.signal,
      });
    },
    requestPasswordReset: ({ email, redirectUrl }, options) =>
      post("request-password-reset", { email, redirectTo: redirectUrl }, options),
    resetPassword: (input, options) => post("reset-password", input, options),
    changePassword: (input, options) => post("change-password", input, options),
  };
}
