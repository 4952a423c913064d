import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import type { UserId } from "@parley/protocol";
import { epochMs } from "@parley/stores/postgres/epoch-ms";
import { withRetry } from "@parley/stores/postgres/outage";
import type { SqlRunner } from "@parley/stores/postgres/sql-runner";
import { parse } from "hono/utils/cookie";
import { askAuth } from "./ask-auth.ts";
import type { Auth } from "./create-auth.ts";

/** A session that stands, and whose it is. */
export interface FoundSession {
  readonly id: string;
  readonly expiresAtMs: number;
  readonly person: {
    readonly id: UserId;
    readonly name: string;
    readonly lastName: string;
    readonly username: string;
    readonly email: string;
    readonly role: string;
    readonly createdAtMs: number;
  };
  /** Values of `set-cookie` that renew it. */
  readonly cookies: readonly string[];
}

export interface SessionReaderDeps {
  readonly auth: Pick<Auth, "$context"> & { readonly api: Pick<Auth["api"], "getSession"> };
  readonly sql: SqlRunner;
  readonly nowMs: () => number;
}

/** Finds a call's session by its headers; undefined when it carries none that stands. */
export type SessionReader = (headers: Headers) => Promise<FoundSession | undefined>;

/**
 * Finds the session that a call carries, in its cookie or as a bearer token.
 *
 * Every call asks this, and nearly every answer is the same: the token is signed, its session stands and is not due
 * for renewal. That much is seen here, for a third less of a call's CPU time (docs/performance.md); whatever is not plainly
 * so is Better Auth's to judge.
 *
 * @throws {ChatError} `unavailable` when Postgres is out of reach.
 */
export function createSessionReader({ auth, sql, nowMs }: SessionReaderDeps): SessionReader {
  const keyOf = createKeyCache();
  return async (headers) => {
    const { authCookies, secret, sessionConfig } = await auth.$context;
    const token = readToken(headers, authCookies.sessionToken.name, keyOf(secret));
    if (token !== undefined) {
      const [row] = await sql.run<SessionRow>("session_by_token", byTokenStatement, [token]);
      const dueBelowMs = (sessionConfig.expiresIn - sessionConfig.updateAge) * msPerSecond;
      if (row !== undefined && Number(row.expires_at_ms) - nowMs() > dueBelowMs) return toFound(row);
    }
    return askLibrary(auth, headers);
  };
}

const msPerSecond = 1_000;

async function askLibrary(
  auth: SessionReaderDeps["auth"],
  headers: Headers,
): Promise<FoundSession | undefined> {
  const { response, headers: renewed } = await withRetry(() =>
    askAuth(() => auth.api.getSession({ headers, returnHeaders: true })),
  );
  if (response === null) return undefined;
  const { session, user } = response;
  const { name, lastName, username, email, role, createdAt } = user;
  return {
    id: session.id,
    expiresAtMs: session.expiresAt.getTime(),
    person: {
      id: user.id as UserId,
      name,
      lastName,
      username: username ?? "",
      email,
      role: role ?? "user",
      createdAtMs: createdAt.getTime(),
    },
    cookies: renewed.getSetCookie(),
  };
}

/** A token and its signature, as sign-in gives them out. */
const signedToken = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9+/]{43}=)$/;
const bearerScheme = /^Bearer +(\S+)$/i;

/** The token, when it is carried as it was given out and its signature is right. */
function readToken(headers: Headers, cookieName: string, key: KeyObject): string | undefined {
  const [, token, signature] = signedToken.exec(readCarried(headers, cookieName) ?? "") ?? [];
  if (token === undefined || signature === undefined) return undefined;
  const expected = createHmac("sha256", key).update(token).digest("base64");
  return timingSafeEqual(Buffer.from(expected), Buffer.from(signature)) ? token : undefined;
}

/** As Better Auth has it, a bearer token goes before the cookie. */
function readCarried(headers: Headers, cookieName: string): string | undefined {
  const authorization = headers.get("authorization");
  if (authorization === null) return parse(headers.get("cookie") ?? "", cookieName)[cookieName];
  return bearerScheme.exec(authorization)?.[1]?.replaceAll(escaped, decodeURIComponent);
}

/** What a signature has that is escaped in a cookie, in whose form tokens are given out. */
const escaped = /%(?:2B|2F|3D)/gi;

/** A KeyObject makes every use of the key three times cheaper than its bytes. */
function createKeyCache(): (secret: string) => KeyObject {
  let cached: { readonly secret: string; readonly key: KeyObject } | undefined;
  return (secret) => {
    if (cached?.secret !== secret) cached = { secret, key: createSecretKey(secret, "utf8") };
    return cached.key;
  };
}

interface SessionRow {
  readonly session_id: string;
  readonly expires_at_ms: string;
  readonly id: UserId;
  readonly name: string;
  readonly last_name: string;
  readonly username: string;
  readonly email: string;
  readonly role: string;
  readonly created_at_ms: string;
}

function toFound(row: SessionRow): FoundSession {
  const { id, name, last_name: lastName, username, email, role } = row;
  const person = { id, name, lastName, username, email, role, createdAtMs: Number(row.created_at_ms) };
  return { id: row.session_id, expiresAtMs: Number(row.expires_at_ms), person, cookies: [] };
}

/** $1 token */
const byTokenStatement = `
select s.id as session_id, ${epochMs("s.expires_at")} as expires_at_ms,
  u.id, u.name, u.last_name, u.username, u.email, u.role, ${epochMs("u.created_at")} as created_at_ms
from sessions s join users u on u.id = s.user_id
where s.token = $1
`;
