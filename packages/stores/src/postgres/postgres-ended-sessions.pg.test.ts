import type { UserId } from "@parley/protocol";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";
import { newRandomId } from "../system.ts";
import { openDatabase } from "./database.ts";
import { PostgresAdminStore } from "./postgres-admin-store.ts";
import { PostgresEndedSessions } from "./postgres-ended-sessions.ts";
import { createSqlRunner } from "./sql-runner.ts";

const database = openDatabase({
  url: inject("databaseUrl"),
  wsProxy: inject("databaseWsProxy"),
  clientsMax: 5,
});
const sql = createSqlRunner(database);
const ended = new PostgresEndedSessions(sql);
const admin = new PostgresAdminStore(sql);
let user: UserId;

afterAll(() => database.end());
beforeEach(async () => {
  user = newRandomId("usr") as UserId;
  await sql.run(
    "test_ended",
    `with ada as (
       insert into users (id, name, last_name, username, email, email_verified)
       values ($1, 'Ada', 'Lovelace', $1, $1 || '@example.test', true)
     ), signed_in as (
       insert into sessions (id, user_id, token, expires_at) values
         ('ses_on_' || $1, $1, 'on ' || $1, now() + interval '1 hour'),
         ('ses_over_' || $1, $1, 'over ' || $1, now() - interval '1 second')
     )
     insert into bot_tokens (id, bot_id, token_hash, label) values ('tok_' || $1, $1, $1, 'deploys')`,
    [user],
  );
});

const mine = async () => (await ended.list(10_000)).filter((one) => one.user === user);

describe("PostgresEndedSessions", () => {
  it("[SES5] knows what ended before its time, whoever ended it, until it is forgotten", async () => {
    expect(await mine()).toEqual([]);
    await sql.run("test_end", "delete from sessions where user_id = $1", [user]);
    await sql.run("test_revoke", "delete from bot_tokens where bot_id = $1", [user]);
    expect(await mine()).toEqual([
      { id: `ses_on_${user}`, user, sessionId: `ses_on_${user}` },
      { id: `tok_${user}`, user, sessionId: `tok_${user}` },
    ]);
    await ended.forget([`ses_on_${user}`, "ses_none"]);
    expect(await mine()).toEqual([{ id: `tok_${user}`, user, sessionId: `tok_${user}` }]);
  });

  it("[SES5] knows the bots that are shut out with their owner, though their tokens stay", async () => {
    const bot = newRandomId("usr") as UserId;
    await sql.run(
      "test_bot",
      `insert into users (id, name, last_name, username, email, email_verified, kind, owner_id)
       values ($1, 'Deploys', '', $1, $1 || '@bot.invalid', true, 'bot', $2)`,
      [bot, user],
    );
    const ofBot = async () => (await ended.list(10_000)).filter((one) => one.user === bot);
    await sql.run("test_rename", "update users set name = 'Ada L.' where id = $1", [user]);
    expect(await ofBot()).toEqual([]);
    await admin.ban(user);
    expect(await ofBot()).toEqual([{ id: bot, user: bot }]);
    expect((await mine()).map(({ sessionId }) => sessionId)).toEqual([`ses_on_${user}`]);
    await ended.forget([bot]);
    // A ban that is repeated shuts nobody out anew.
    await admin.ban(user);
    expect(await ofBot()).toEqual([]);
    await admin.ban(bot);
    expect(await ofBot()).toEqual([{ id: bot, user: bot }]);
  });

  it("[SES5] keeps nothing of an end that was taken back, and of a person who goes all sessions", async () => {
    await database.withClient(async (client) => {
      await client.query("begin");
      await client.query("delete from sessions where user_id = $1", [user]);
      await client.query("rollback");
    });
    expect(await mine()).toEqual([]);
    await sql.run("test_erase", "delete from users where id = $1", [user]);
    expect((await mine()).map(({ sessionId }) => sessionId)).toEqual([`ses_on_${user}`, `tok_${user}`]);
  });
});
