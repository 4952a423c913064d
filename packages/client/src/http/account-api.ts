import type { UserId } from "@parley/protocol";
import type { CallOptions } from "./http-call.ts";

export interface SignUpInput {
  /** First name. */
  readonly name: string;
  readonly lastName: string;
  readonly username: string;
  readonly email: string;
  readonly password: string;
  /** Where the link in the mail leads after the address is verified: a path of the page, such as `/`. */
  readonly callbackUrl?: string;
}

export interface SignInInput {
  /** An address or a username. */
  readonly login: string;
  readonly password: string;
  /** False: the session ends with the browser. Default: true. */
  readonly remember?: boolean;
}

/** The account behind a session, as the account routes answer it. */
export interface AccountUser {
  readonly id: UserId;
  readonly name: string;
  readonly lastName: string;
  readonly username: string;
  readonly email: string;
  readonly emailVerified: boolean;
}

export interface Session {
  readonly user: AccountUser;
  /** ISO-8601. */
  readonly expiresAt: string;
}

/**
 * Account calls, served by Better Auth under `/auth`. All reject with a `ParleyError`:
 * `email_unverified` when the address is not verified yet, `unauthenticated` for a wrong name or password,
 * `conflict` with `fields` for a taken address or username, `invalid` with `fields` for a faulty one,
 * `rate_limited` with `retryAfterMs`.
 */
export interface AccountApi {
  /** Creates an account and sends the verification mail. It does not sign in. */
  signUp(input: SignUpInput, options?: CallOptions): Promise<void>;
  signIn(input: SignInInput, options?: CallOptions): Promise<AccountUser>;
  /** Ends the session and the connection. `forget` also deletes what is kept of this person here. */
  signOut(options?: CallOptions & { readonly forget?: boolean }): Promise<void>;
  /** The session behind the cookie or token; undefined when there is none. */
  session(options?: CallOptions): Promise<Session | undefined>;
  sendVerificationEmail(
    input: { readonly email: string; readonly callbackUrl?: string },
    options?: CallOptions,
  ): Promise<void>;
  /** Verifies an address with the token from the mail. */
  verifyEmail(input: { readonly token: string }, options?: CallOptions): Promise<void>;
  /** Sends a mail whose link leads to `redirectUrl` with `?token=`. Says nothing of whether the account exists. */
  requestPasswordReset(
    input: { readonly email: string; readonly redirectUrl?: string },
    options?: CallOptions,
  ): Promise<void>;
  resetPassword(
    input: { readonly token: string; readonly newPassword: string },
    options?: CallOptions,
  ): Promise<void>;
  changePassword(
    input: {
      readonly currentPassword: string;
      readonly newPassword: string;
      readonly revokeOtherSessions?: boolean;
    },
    options?: CallOptions,
  ): Promise<void>;
}
