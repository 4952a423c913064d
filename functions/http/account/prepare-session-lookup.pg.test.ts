import { openDatabase } from "@parley/stores/postgres/database";
import { openDrizzle } from "@parley/stores/postgres/drizzle-database";
import * as schema from "@parley/stores/postgres/schema/auth";
import { createSqlRunner } from "@parley/stores/postgres/sql-runner";
import { newRandomId } from "@parley/stores/system";
import type { BetterAuthOptions } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { prepareSessionLookup } from "./prepare-session-lookup.ts";

const database = openDatabase({
  url: inject("databaseUrl"),
  wsProxy: inject("databaseWsProxy"),
  // One, so that its statements can be looked at.
  clientsMax: 1,
});
const sql = createSqlRunner(database);
const db = openDrizzle(database);
const options = { advanced: { database: { joins: true } } } satisfies BetterAuthOptions;
const create = drizzleAdapter(db, { provider: "pg", schema, usePlural: true, transaction: false });
const plain = create(options);
const prepared = prepareSessionLookup(create, db)(options);
const user = newRandomId("usr");

const queryFor = (token: string) => ({
  model: "session",
  where: [{ field: "token", value: token }],
  join: { user: true },
});

const preparedNames = async () => {
  const rows = await sql.run<{ name: string }>("test_names", "select name from pg_prepared_statements", []);
  return rows.map(({ name }) => name);
};

beforeAll(async () => {
  await sql.run(
    "test_session",
    `with ada as (
       insert into users (id, name, last_name, username, email, email_verified)
       values ($1, 'Ada', 'Lovelace', $1, $1 || '@example.test', true)
     )
     insert into sessions (id, user_id, token, expires_at, user_agent)
     values ('ses_' || $1, $1, 'token ' || $1, now() + interval '1 hour', 'a browser')`,
    [user],
  );
});
afterAll(() => database.end());

describe("prepareSessionLookup", () => {
  it("finds what the adapter finds, with a statement that is prepared", async () => {
    expect(await preparedNames()).not.toContain("session_by_token");
    const found = await prepared.findOne<{ user: object }>(queryFor(`token ${user}`));
    expect(found).toMatchObject({
      id: `ses_${user}`,
      userAgent: "a browser",
      user: { id: user, name: "Ada" },
    });
    expect(await preparedNames()).toContain("session_by_token");
    const expected = await plain.findOne<{ user: object }>(queryFor(`token ${user}`));
    expect(found).toMatchObject(expected ?? {});
    expect(expected).toHaveProperty("expiresAt", expect.any(Date));
    expect(await prepared.findOne(queryFor("token of nobody"))).toBeNull();
  });

  it("tells nothing of a person that is not Better Auth's", async () => {
    const found = await prepared.findOne<{ user: object }>(queryFor(`token ${user}`));
    expect(found?.user).not.toHaveProperty("kind");
    expect(found?.user).not.toHaveProperty("bannedAt");
  });

  it("leaves every other question to the adapter", async () => {
    for (const query of [
      { model: "session", where: [{ field: "token", value: `token ${user}` }] },
      { model: "session", where: [{ field: "userId", value: user }], join: { user: true } },
      { model: "session", where: [{ field: "token", value: `token ${user}` }], select: ["id"] },
      { model: "user", where: [{ field: "id", value: user }] },
    ]) {
      const found = await prepared.findOne(query);
      expect(found).not.toBeNull();
      expect(found).toEqual(await plain.findOne(query));
    }
  });
});
