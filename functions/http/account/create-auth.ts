import { randomUUID } from "node:crypto";
import type { Logger } from "@aws-lambda-powertools/logger";
import type { UserId } from "@parley/protocol";
import { limits } from "@parley/protocol/limits";
import type { ParleyDb } from "@parley/stores/postgres/database";
import * as schema from "@parley/stores/postgres/schema/auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { APIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { bearer } from "better-auth/plugins/bearer";
import { username } from "better-auth/plugins/username";
import { addressHeader } from "../lambda-request.ts";
import { usernamePattern } from "./account-bodies.ts";
import { hashPassword, verifyPassword } from "./hash-password.ts";

/** A person as Better Auth hands them to whoever writes the mails. */
export interface AuthPerson {
  readonly id: UserId;
  readonly name: string;
  readonly email: string;
}

export interface AuthDeps {
  readonly db: ParleyDb;
  readonly secret: string;
  /** Origin of the page and of the API. */
  readonly publicUrl: string;
  readonly originsAllowed: readonly string[];
  readonly logger: Logger;
  readonly mails: {
    verification(person: AuthPerson): Promise<void>;
    reset(person: AuthPerson, token: string): Promise<void>;
    knownAddress(person: AuthPerson): Promise<void>;
  };
  /** Whether a person is shut out. */
  readonly isBanned: (user: UserId) => Promise<boolean>;
  /** Told of every session that ended, however that came about. Must not throw. */
  readonly sessionEnded: (session: { user: UserId; sessionId: string }) => Promise<void>;
}

export const authPath = "/api/auth";

/** A session that is used at least once in this time goes on. */
const sessionLifetimeS = 14 * 24 * 60 * 60;
const sessionRenewalS = 24 * 60 * 60;
const resetLifetimeS = 60 * 60;

const idPrefixes: Readonly<Record<string, string>> = { user: "usr", session: "ses", account: "acc" };

/**
 * Sign-up, sign-in and sessions, by Better Auth.
 *
 * Its rate limiter and its check of the Origin header are off: both are done before it is reached, for every
 * route of the API alike. Verification tokens are ours too (`VerificationStore`), since its own are signed
 * but neither stored nor used up.
 */
export function createAuth(deps: AuthDeps) {
  const secure = deps.publicUrl.startsWith("https:");
  return betterAuth({
    appName: "Parley",
    baseURL: deps.publicUrl,
    basePath: authPath,
    secret: deps.secret,
    trustedOrigins: [...deps.originsAllowed],
    database: drizzleAdapter(deps.db, { provider: "pg", schema, usePlural: true, transaction: false }),
    plugins: [
      username({
        minUsernameLength: limits.usernameCharsMin,
        maxUsernameLength: limits.usernameCharsMax,
        usernameValidator: (name) => usernamePattern.test(name),
        displayUsername: false,
      }),
      // A token as it stands in the database is none: it has to carry the signature that sign-in gave it.
      bearer({ requireSignature: true }),
    ],
    user: {
      additionalFields: {
        lastName: { type: "string", required: true },
        role: { type: ["user", "admin"], required: false, defaultValue: "user", input: false },
      },
    },
    emailAndPassword: {
      enabled: true,
      autoSignIn: false,
      requireEmailVerification: true,
      minPasswordLength: limits.passwordCharsMin,
      maxPasswordLength: limits.passwordCharsMax,
      password: { hash: hashPassword, verify: verifyPassword },
      resetPasswordTokenExpiresIn: resetLifetimeS,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => deps.mails.reset(toPerson(user), token),
      onExistingUserSignUp: ({ user }) => deps.mails.knownAddress(toPerson(user)),
    },
    emailVerification: {
      sendOnSignUp: true,
      autoSignInAfterVerification: false,
      sendVerificationEmail: ({ user }) => deps.mails.verification(toPerson(user)),
    },
    verification: { storeIdentifier: "hashed" },
    session: { expiresIn: sessionLifetimeS, updateAge: sessionRenewalS },
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }) => {
            if (await deps.isBanned(userId as UserId)) throw new APIError("FORBIDDEN");
          },
        },
        delete: {
          after: ({ id, userId }) => deps.sessionEnded({ user: userId as UserId, sessionId: id }),
        },
      },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      level: "error",
      log: (_level, message, ...details) => {
        deps.logger.error("account", { reason: message, error: details.find((one) => one instanceof Error) });
      },
    },
    onAPIError: { throw: true },
    advanced: {
      database: { generateId: ({ model }) => newAuthId(model), joins: true },
      disableCSRFCheck: true,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      // The prefix makes browsers refuse the cookie without Secure, on another path or with a domain.
      cookiePrefix: secure ? "__Host-parley" : "parley",
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure, path: "/" },
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;

function newAuthId(model: string): string {
  return `${idPrefixes[model] ?? "ver"}_${randomUUID().replaceAll("-", "")}`;
}

function toPerson(user: { id: string; name: string; email: string }): AuthPerson {
  return { id: user.id as UserId, name: user.name, email: user.email };
}
