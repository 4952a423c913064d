import { randomUUID } from "node:crypto";
import type { Logger } from "@aws-lambda-powertools/logger";
import type { AccountNotices } from "@parley/chat/account/account-notices";
import type { AccountStore } from "@parley/chat/account/account-store";
import type { UserId } from "@parley/protocol";
import { limits } from "@parley/protocol/limits";
import { usernamePattern } from "@parley/protocol/text";
import type { ParleyDb } from "@parley/stores/postgres/drizzle-database";
import * as schema from "@parley/stores/postgres/schema/auth";
import type { BetterAuthOptions, BetterAuthPlugin } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { APIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { bearer } from "better-auth/plugins/bearer";
import { genericOAuth } from "better-auth/plugins/generic-oauth";
import { username } from "better-auth/plugins/username";
import { addressHeader } from "../lambda-request.ts";
import { admitNewcomer, type ProviderProfile, toUsername } from "./admit-newcomer.ts";
import { hashPassword, verifyPassword } from "./hash-password.ts";
import type { OAuthProvider } from "./oauth-providers.ts";

export interface AuthDeps {
  readonly db: ParleyDb;
  readonly secret: string;
  /** Origin of the page and of the API. */
  readonly publicUrl: string;
  readonly originsAllowed: readonly string[];
  readonly logger: Logger;
  readonly notices: AccountNotices;
  readonly accounts: Pick<AccountStore, "claimUsername" | "forgetUnverified">;
  readonly oauth: readonly OAuthProvider[];
  /** Whether a person is shut out. */
  readonly isBanned: (user: UserId) => Promise<boolean>;
}

export const authPath = "/api/auth";
/** The page that is told, with `error`, of a sign-in that came to nothing. */
export const signInPath = "/sign-in";

/** A session that is used at least once in this time goes on. */
const sessionLifetimeS = 14 * 24 * 60 * 60;
const sessionRenewalS = 24 * 60 * 60;
const resetLifetimeS = 60 * 60;

const idPrefixes: Readonly<Record<string, string>> = { user: "usr", session: "ses", account: "acc" };

const usernameRules = {
  minUsernameLength: limits.usernameCharsMin,
  maxUsernameLength: limits.usernameCharsMax,
  usernameValidator: (name: string) => usernamePattern.test(name),
  displayUsername: false,
} as const;

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
      newcomers(deps),
      username(usernameRules),
      // A token as it stands in the database is none: it has to carry the signature that sign-in gave it.
      bearer({ requireSignature: true }),
      genericOAuth({ config: deps.oauth.map((provider) => withOwnAddress(deps, provider)) }),
    ],
    user: {
      additionalFields: {
        lastName: { type: "string", required: true },
        role: { type: ["user", "admin"], required: false, defaultValue: "user", input: false },
      },
      validateUserInfo: (identity) => judgeIdentity(deps, identity),
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
      sendResetPassword: ({ user, token }) => deps.notices.reset(user, token),
      onExistingUserSignUp: ({ user }) => deps.notices.knownAddress(user),
    },
    emailVerification: {
      sendOnSignUp: true,
      autoSignInAfterVerification: false,
      sendVerificationEmail: ({ user }) => deps.notices.verification({ ...user, id: user.id as UserId }),
    },
    verification: { storeIdentifier: "hashed" },
    session: { expiresIn: sessionLifetimeS, updateAge: sessionRenewalS },
    account: { updateAccountOnSignIn: false },
    databaseHooks: {
      account: { create: { before: async (account) => ({ data: { ...account, ...noTokens } }) } },
      session: {
        create: {
          before: async ({ userId }) => {
            if (await deps.isBanned(userId as UserId)) throw new APIError("FORBIDDEN");
          },
        },
        delete: {
          after: ({ id, userId }) => deps.notices.sessionEnded({ user: userId as UserId, sessionId: id }),
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
    onAPIError: { throw: true, errorURL: `${deps.publicUrl}${signInPath}` },
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

/** Where providers send people back to, as Better Auth names it. */
const callbackPath = "/callback/:id";

/** Names people who come from a provider; a plugin, since it has to run before the one that judges usernames. */
function newcomers(deps: AuthDeps): BetterAuthPlugin {
  const before: UserHook = async (person, context) => {
    if (context?.path !== callbackPath) return;
    const names = await admitNewcomer(deps, person as typeof person & ProviderProfile);
    if (names === undefined) throw new APIError("CONFLICT", { code: "username_taken" });
    return { data: { ...person, ...names, image: null } };
  };
  return {
    id: "newcomers",
    init: () => ({ options: { databaseHooks: { user: { create: { before } } } } }),
  };
}

type DatabaseHooks = NonNullable<BetterAuthOptions["databaseHooks"]>;
type UserHook = NonNullable<NonNullable<NonNullable<DatabaseHooks["user"]>["create"]>["before"]>;

/** Nothing is asked of a provider after the sign-in, so nothing of its is kept. */
const noTokens = { accessToken: null, refreshToken: null, idToken: null };

/**
 * Before an identity is matched with an account by its address, takes away what somebody else may have signed up
 * with that address and never verified: it would stand in the way, or wait for its owner.
 */
function withOwnAddress({ accounts }: AuthDeps, { config }: OAuthProvider): OAuthProvider["config"] {
  return {
    ...config,
    mapProfileToUser: async (profile) => {
      if (profile.emailVerified && typeof profile.email === "string") {
        await accounts.forgetUnverified(profile.email);
      }
      const { name, lastName, username: login } = profile;
      return { name, lastName, username: toUsername(String(login)) };
    },
  };
}

/**
 * Who comes from a provider has an address that it has verified. An identity that meets an account with the same
 * verified address opens that one from now on, and its owner is told.
 */
async function judgeIdentity(
  { notices, oauth }: AuthDeps,
  {
    user,
    source,
  }: { user: { name?: unknown; email?: string; emailVerified?: boolean }; source: IdentitySource },
): Promise<{ error: string } | undefined> {
  if (source.method !== "oauth" || source.action === "sign-in") return undefined;
  if (user.emailVerified !== true) return { error: "email_not_verified" };
  if (source.action === "link-account") {
    const provider = oauth.find(({ id }) => id === source.oauth?.providerId)?.name ?? "another service";
    await notices.signInAdded({ name: String(user.name), email: user.email ?? "" }, provider);
  }
  return undefined;
}

interface IdentitySource {
  readonly action: string;
  readonly method: string;
  readonly oauth?: { readonly providerId: string } | undefined;
}
