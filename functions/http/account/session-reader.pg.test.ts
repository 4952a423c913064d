import { createHmac } from "node:crypto";
import { openDatabase } from "@parley/stores/postgres/database";
import { createSqlRunner } from "@parley/stores/postgres/sql-runner";
import { newRandomId } from "@parley/stores/system";
import { assert, asyncProperty, constantFrom, integer } from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { authSecret, openAuth } from "../testing/open-auth.ts";
import { createSessionReader } from "./session-reader.ts";

const database = openDatabase({ url: inject("databaseUrl"), wsProxy: inject("databaseWsProxy") });
const sql = createSqlRunner(database);
const hourMs = 60 * 60 * 1_000;
const dayMs = 24 * hourMs;
const auth = openAuth(database, "http://localhost:4000");
let asked = 0;
const getSession = ((input: Parameters<typeof auth.api.getSession>[0]) => {
  asked += 1;
  return auth.api.getSession(input);
}) as typeof auth.api.getSession;
const readSession = createSessionReader({
  auth: { $context: auth.$context, api: { getSession } },
  sql,
  nowMs: Date.now,
});

const sign = (token: string, by = authSecret) =>
  `${token}.${createHmac("sha256", by).update(token).digest("base64")}`;
const cookie = (value: string) => ({ cookie: `other=1; parley.session_token=${value}; theme=dark` });
const bearer = (value: string) => ({ authorization: `Bearer ${value}` });
/** Adds a person with a session and answers its token. */
async function signIn(leftMs = 14 * dayMs - hourMs): Promise<string> {
  const id = newRandomId("usr");
  const token = id.slice("usr_".length);
  await sql.run(
    "test_session",
    `with person as (
       insert into users (id, name, last_name, username, email, email_verified, role)
       values ($1, 'Ada', 'Lovelace', $1, $1 || '@example.test', true, 'admin')
     )
     insert into sessions (id, user_id, token, expires_at, user_agent)
     values ('ses_' || $1, $1, $2, now() + $3 * interval '1 millisecond', 'a browser')`,
    [id, token, leftMs],
  );
  return token;
}
/** What Better Auth says of the same headers. */
async function askLibrary(headers: Headers) {
  const found = await auth.api.getSession({ headers });
  if (found === null) return undefined;
  const { id, name, lastName, username, email, role, createdAt } = found.user;
  const person = { id, name, lastName, username, email, role, createdAtMs: createdAt.getTime() };
  return { id: found.session.id, expiresAtMs: found.session.expiresAt.getTime(), person };
}

let token = "";
let other = "";
beforeAll(async () => {
  token = await signIn();
  other = await signIn();
});
beforeEach(() => {
  asked = 0;
});
afterAll(() => database.end());

describe("a session that stands", () => {
  it.each<[string, () => Record<string, string>]>([
    ["its cookie", () => cookie(encodeURIComponent(sign(token)))],
    ["its cookie, unescaped", () => cookie(sign(token))],
    ["a bearer token", () => bearer(encodeURIComponent(sign(token)))],
    ["a bearer token, unescaped", () => bearer(sign(token))],
    ["a bearer token beside another's cookie", () => ({ ...cookie(sign(other)), ...bearer(sign(token)) })],
  ])("is found by %s as Better Auth finds it, which is not asked", async (_, carried) => {
    const headers = new Headers(carried());
    const expected = await askLibrary(headers);
    expect(expected?.person.username).toBe(`usr_${token}`);
    expect(await readSession(headers)).toEqual({ ...expected, cookies: [] });
    expect(asked).toBe(0);
  });

  it("is renewed by Better Auth once a day of it has passed", async () => {
    const aged = await signIn(13 * dayMs - 1_000);
    const headers = new Headers(cookie(sign(aged)));
    const found = await readSession(headers);
    expect(found?.cookies).toEqual([expect.stringContaining(`parley.session_token=${aged}.`)]);
    expect(found?.expiresAtMs).toBeGreaterThan(Date.now() + 14 * dayMs - hourMs);
    expect(asked).toBe(1);
    expect(await readSession(headers)).toEqual({ ...found, cookies: [] });
    expect(asked).toBe(1);
  });
});

describe("[SEC16] what is not plainly a session is Better Auth's to judge", () => {
  it.each<[string, () => Record<string, string> | Promise<Record<string, string>>]>([
    ["no session at all", () => ({ cookie: "theme=dark" })],
    ["a token without its signature", () => cookie(token)],
    ["a token with another's signature", () => cookie(sign(other).replace(other, token))],
    ["a signature by another secret", () => bearer(sign(token, authSecret.toUpperCase()))],
    ["a session that was revoked", () => cookie(sign("a".repeat(32)))],
    ["a session that ran out", async () => cookie(sign(await signIn(-1_000)))],
    ["another scheme", () => ({ authorization: `Basic ${sign(token)}` })],
  ])("%s is none", async (_, carried) => {
    const headers = new Headers(await carried());
    expect(await readSession(headers)).toBeUndefined();
    expect(asked).toBe(1);
    expect(await askLibrary(headers)).toBeUndefined();
  });

  it("a cookie beside a bearer token that is none", async () => {
    const headers = new Headers({ ...cookie(sign(token)), ...bearer("nonsense") });
    expect((await readSession(headers))?.person.id).toBe(`usr_${token}`);
    expect(asked).toBe(1);
  });

  it("one changed character, wherever it is", async () => {
    const signed = sign(token);
    await assert(
      asyncProperty(
        integer({ min: 0, max: signed.length - 1 }),
        constantFrom(..."aZ09+/=._- %"),
        constantFrom(cookie, bearer),
        async (at, character, carry) => {
          const changed = signed.slice(0, at) + character + signed.slice(at + 1);
          const headers = new Headers(carry(changed));
          asked = 0;
          const found = await readSession(headers);
          expect(asked).toBe(changed === signed ? 0 : 1);
          expect(found?.id).toBe((await askLibrary(headers))?.id);
        },
      ),
    );
  });
});
