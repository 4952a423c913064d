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
  const ask = (route: string, body: object, options: CallOptions = {}) =>
    call(deps, { method: "POST", path: `/auth/${route}`, body, signal: options.signal });
  const post = async (...given: Parameters<typeof ask>) => {
    await ask(...given);
  };

  return {
    signUp: ({ callbackUrl, ...person }, options) =>
      post("sign-up/email", { ...person, callbackURL: callbackUrl }, options),
    signIn: async ({ login, password, remember }, options) => {
      const way = login.includes("@") ? "email" : "username";
      const answer = await ask(`sign-in/${way}`, { [way]: login, password, rememberMe: remember }, options);
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
      const { body } = await callAgain(deps, {
        method: "GET",
        path: "/auth/get-session",
        signal: options?.signal,
      });
      const found = body as { user: AccountUser; session: { expiresAt: string } } | null | undefined;
      return found ? { user: found.user, expiresAt: found.session.expiresAt } : undefined;
    },
    sendVerificationEmail: ({ email, callbackUrl }, options) =>
      post("send-verification-email", { email, callbackURL: callbackUrl }, options),
    verifyEmail: async ({ token }, options) => {
      await call(deps, {
        method: "GET",
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
