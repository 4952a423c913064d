import { ParleyError } from "../parley-error.ts";
import type { AccountApi, AccountUser } from "./account-api.ts";
import type { CallOptions } from "./http-call.ts";
import { call, callAgain, type HttpDeps } from "./request.ts";

export interface AccountDeps extends HttpDeps {
  /** A session began; `token` is there where the service gave one. */
  onSignedIn(user: AccountUser, token: string | undefined): void;
  /** The session ended by the person's wish. */
  onSignedOut(forget: boolean): Promise<void>;
}

/** Better Auth's routes; see its API reference and protocol.md for the names. */
export function createAccountApi(deps: AccountDeps): AccountApi {
  // What is undefined in a body is not in its JSON.
  const post = (route: string, body: object, options: CallOptions = {}) =>
    call(deps, { method: "POST", path: `/auth/${route}`, body, signal: options.signal });

  return {
    signUp: async ({ callbackUrl, ...person }, options) => {
      await post("sign-up/email", { ...person, callbackURL: callbackUrl }, options);
    },
    signIn: async ({ login, password, remember }, options) => {
      const way = login.includes("@") ? "email" : "username";
      const answer = await post(`sign-in/${way}`, { [way]: login, password, rememberMe: remember }, options);
      const { user } = answer.body as { user: AccountUser };
      deps.onSignedIn(user, answer.headers.get("set-auth-token") ?? undefined);
      return user;
    },
    signOut: async ({ forget = false, ...options } = {}) => {
      try {
        await post("sign-out", {}, options);
      } catch (error) {
        // There is no session to end: the wish is fulfilled.
        if (!(error instanceof ParleyError && error.code === "unauthenticated")) throw error;
      }
      await deps.onSignedOut(forget);
    },
    session: async (options) => {
      const answer = await callAgain(deps, {
        method: "GET",
        path: "/auth/get-session",
        signal: options?.signal,
      });
      const found = answer.body as { user: AccountUser; session: { expiresAt: string } } | null | undefined;
      return found ? { user: found.user, expiresAt: found.session.expiresAt } : undefined;
    },
    sendVerificationEmail: async ({ email, callbackUrl }, options) => {
      await post("send-verification-email", { email, callbackURL: callbackUrl }, options);
    },
    verifyEmail: async ({ token }, options) => {
      await call(deps, {
        method: "GET",
        path: "/auth/verify-email",
        query: { token },
        signal: options?.signal,
      });
    },
    requestPasswordReset: async ({ email, redirectUrl }, options) => {
      await post("request-password-reset", { email, redirectTo: redirectUrl }, options);
    },
    resetPassword: async (input, options) => {
      await post("reset-password", input, options);
    },
    changePassword: async (input, options) => {
      await post("change-password", input, options);
    },
  };
}
