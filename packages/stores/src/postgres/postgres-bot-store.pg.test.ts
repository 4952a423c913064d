import type { UserId } from "@parley/protocol";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";
import { newRandomId } from "../system.ts";
import { openDatabase } from "./database.ts";
import { PostgresAccountStore } from "./postgres-account-store.ts";
import { PostgresBotStore } from "./postgres-bot-store.ts";
import { createSqlRunner } from "./sql-runner.ts";

const database = openDatabase({
  url: inject("databaseUrl"),
  wsProxy: inject("databaseWsProxy"),
  clientsMax: 5,
});
const sql = createSqlRunner(database);
const bots = new PostgresBotStore(sql);
const accounts = new PostgresAccountStore(sql);
let owner: UserId;

afterAll(() => database.end());
beforeEach(async () => {
  owner = newRandomId("usr") as UserId;
  await sql.run(
    "test_owner",
    `insert into users (id, name, last_name, username, email, email_verified)
     values ($1, 'Ada', 'Lovelace', $1, $1 || '@example.test', true)`,
    [owner],
  );
});

const newBot = (change: object = {}) => {
  const id = newRandomId("usr") as UserId;
  return { id, owner, name: "Deploy", username: `bot_${id.slice(-20)}`, ownedMax: 3, ...change };
};

async function createBot() {
  const made = await bots.create(newBot());
  if (typeof made === "string") throw new Error(made);
  return made;
}

describe("PostgresBotStore", () => {
  it("[BOT1] makes a bot once, under a name that nobody has, up to a number", async () => {
    const input = newBot();
    const made = await bots.create(input);
    expect(made).toMatchObject({ id: input.id, name: "Deploy", username: input.username });
    expect(await bots.create(input)).toEqual(made);
    expect(await bots.create(newBot({ username: input.username }))).toBe("taken");
    await createBot();
    await createBot();
    expect(await bots.create(newBot())).toBe("full");
    expect(await bots.listOf(owner)).toHaveLength(3);
    expect(await bots.find({ bot: input.id, owner: "usr_other" as UserId })).toBeUndefined();
  });

  it("[BOT1] makes one that is found as a bot", async () => {
    const { id, username } = await createBot();
    const found = await accounts.findPeople([username, id]);
    expect([...found.values()]).toEqual(
      [1, 2].map(() => ({ id, name: "Deploy", lastName: "", username, bot: true })),
    );
  });

  it("[BOT2] keeps a token as a hash, tells whose it is, and does not once it is revoked", async () => {
    const bot = await createBot();
    const issued = await bots.issueToken({ bot: bot.id, label: "CI", tokensMax: 1 });
    if (issued === "full") throw new Error("full");
    const { token, details } = issued;
    expect(await bots.issueToken({ bot: bot.id, label: "CI", tokensMax: 1 })).toBe("full");
    expect(await bots.findByToken(token)).toEqual({ bot, tokenId: details.id });
    const kept = await sql.run("test_kept", "select * from bot_tokens where id = $1", [details.id]);
    expect(JSON.stringify(kept)).not.toContain(token.slice(4));
    expect(await bots.listTokens(bot.id)).toEqual([{ ...details, usedAt: expect.any(String) }]);
    for (const other of [`${token}x`, token.slice(4), `prl_${details.id}`, "prl_"]) {
      expect(await bots.findByToken(other)).toBeUndefined();
    }
    expect(await bots.revokeToken({ bot: owner, id: details.id })).toBe(false);
    expect(await bots.revokeToken({ bot: bot.id, id: details.id })).toBe(true);
    expect(await bots.findByToken(token)).toBeUndefined();
  });

  it("[BOT3] knows no bot of somebody who is shut out, and none that is erased", async () => {
    const bot = await createBot();
    const issued = await bots.issueToken({ bot: bot.id, label: "CI", tokensMax: 9 });
    if (issued === "full") throw new Error("full");
    await sql.run("test_ban_owner", "update users set banned_at = now() where id = $1", [owner]);
    expect(await bots.findByToken(issued.token)).toBeUndefined();
    await sql.run("test_unban_owner", "update users set banned_at = null where id = $1", [owner]);
    expect((await bots.findByToken(issued.token))?.tokenId).toBe(issued.details.id);
    await accounts.erase(bot.id);
    expect(await bots.findByToken(issued.token)).toBeUndefined();
    expect(await bots.listOf(owner)).toEqual([]);
  });
});
