import type { UserId } from "@parley/protocol";
import { afterAll, describe, expect, inject, it } from "vitest";
import { openDatabase } from "./database.ts";
import { PostgresAccountStore } from "./postgres-account-store.ts";
import { PostgresVerificationStore } from "./postgres-verification-store.ts";
import { createSqlRunner } from "./sql-runner.ts";

const database = openDatabase({
  url: inject("databaseUrl"),
  wsProxy: inject("databaseWsProxy"),
  clientsMax: 5,
});
const sql = createSqlRunner(database);
const accounts = new PostgresAccountStore(sql);
const verifications = new PostgresVerificationStore(sql);
const dayMs = 24 * 60 * 60_000;
let made = 0;

afterAll(() => database.end());

function unique(prefix: string): string {
  made += 1;
  return `${prefix}${process.pid}_${made}`;
}

interface NewUser {
  readonly username?: string;
  readonly email?: string;
  readonly verified?: boolean;
  readonly ageHours?: number;
}

async function createUser(input: NewUser = {}): Promise<{ id: UserId; username: string; email: string }> {
  const { username = unique("ada"), verified = true, ageHours = 0 } = input;
  const email = input.email ?? `${username}@example.test`;
  const id = unique("usr_") as UserId;
  await sql.run(
    "test_create_user",
    `insert into users (id, name, last_name, username, email, email_verified, created_at)
     values ($1, 'Ada', 'Lovelace', $2, $3, $4, now() - $5::integer * interval '1 hour')`,
    [id, username, email, verified, ageHours],
  );
  return { id, username, email };
}

const exists = async (id: string) =>
  (await sql.run("test_user", "select 1 from users where id = $1", [id])).length > 0;
const isVerified = async (id: string) =>
  (
    await sql.run<{ yes: boolean }>(
      "test_verified",
      "select email_verified as yes from users where id = $1",
      [id],
    )
  )[0]?.yes;
const age = (hours: number, where: string, value: string) =>
  sql.run(
    `test_age_${where}`,
    `update verifications set expires_at = expires_at - $1::integer * interval '1 hour' where ${where} = $2`,
    [hours, value],
  );

describe("claiming a username", () => {
  it("is refused when somebody has it, in any case, whatever the address", async () => {
    const { username, email } = await createUser();
    expect(
      await accounts.claimUsername({ email: "other@example.test", username: username.toUpperCase() }),
    ).toBe("taken");
    expect(await accounts.claimUsername({ email, username })).toBe("taken");
  });

  it("holds it for the address for a day, so that two addresses cannot ask for it", async () => {
    const username = unique("held");
    const [one, other] = [unique("one"), unique("other")].map((name) => `${name}@example.test`) as [
      string,
      string,
    ];
    expect(await accounts.claimUsername({ email: one, username })).toBe("claimed");
    expect(await accounts.claimUsername({ email: one.toUpperCase(), username })).toBe("claimed");
    expect(await accounts.claimUsername({ email: other, username })).toBe("taken");
    await age(25, "identifier", `username:${username}`);
    expect(await accounts.claimUsername({ email: other, username })).toBe("claimed");
  });

  it("[SEC14] tells a second sign-up nothing about whether the first one's address had an account", async () => {
    const known = (await createUser()).email;
    const unknown = `${unique("new")}@example.test`;
    const answers = [];
    for (const email of [known, unknown]) {
      const username = unique("probe");
      const first = await accounts.claimUsername({ email, username });
      if (email === unknown) await createUser({ email, username, verified: false });
      const again = await accounts.claimUsername({ email, username });
      const byOther = await accounts.claimUsername({ email: `${unique("x")}@example.test`, username });
      answers.push([first, again, byOther]);
    }
    expect(answers[0]).toEqual(["claimed", "claimed", "taken"]);
    expect(answers[1]).toEqual(answers[0]);
  });

  it("is won by one of many who ask at once", async () => {
    const username = unique("race");
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        accounts.claimUsername({ email: `${at}@example.test`, username }),
      ),
    );
    expect(claims.filter((claim) => claim === "claimed")).toHaveLength(1);
  });

  it("forgets what an earlier sign-up with the address left unverified, and nothing that is verified", async () => {
    const stale = await createUser({ verified: false });
    const verified = await createUser();
    await accounts.claimUsername({ email: stale.email, username: unique("next") });
    await accounts.claimUsername({ email: verified.email, username: unique("next") });
    expect(await exists(stale.id)).toBe(false);
    expect(await exists(verified.id)).toBe(true);
  });

  it("takes a username over from a sign-up that nobody verified for a day", async () => {
    const young = await createUser({ verified: false, ageHours: 23 });
    const old = await createUser({ verified: false, ageHours: 25 });
    const email = `${unique("heir")}@example.test`;
    expect(await accounts.claimUsername({ email, username: young.username })).toBe("taken");
    expect(await accounts.claimUsername({ email, username: old.username })).toBe("claimed");
  });

  it("[SEC19] takes SQL and patterns for what they are: text", async () => {
    const username = "'; drop table users; --%_";
    expect(await accounts.claimUsername({ email: "a'b@example.test", username })).toBe("claimed");
    expect(await accounts.claimUsername({ email: "c@example.test", username })).toBe("taken");
  });
});

describe("finding people", () => {
  it("goes by id, username or address, in any case, and misses who is not there", async () => {
    const { id, username, email } = await createUser();
    const found = await accounts.findPeople([id, username.toUpperCase(), email.toUpperCase(), "nobody"]);
    expect([...found.keys()]).toEqual([id, username.toUpperCase(), email.toUpperCase()]);
    expect(found.get(id)).toEqual({ id, name: "Ada", lastName: "Lovelace", username });
  });

  it("does not find who has not verified their address", async () => {
    const { id, username, email } = await createUser({ verified: false });
    expect(await accounts.findPeople([id, username, email])).toEqual(new Map());
  });
});

describe("[SEC15] a verification token", () => {
  it("verifies once", async () => {
    const { id, email } = await createUser({ verified: false });
    const token = await verifications.issue({ user: id, email, ttlMs: dayMs });
    expect(await verifications.redeem(token)).toEqual({ user: id, change: undefined });
    expect(await isVerified(id)).toBe(true);
    expect(await verifications.redeem(token)).toBeUndefined();
  });

  it("has 256 bits and is not kept", async () => {
    const { id, email } = await createUser({ verified: false });
    const token = await verifications.issue({ user: id, email, ttlMs: dayMs });
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const rows = await sql.run<{ text: string }>(
      "test_all",
      "select v::text as text from verifications v",
      [],
    );
    expect(rows.some(({ text }) => text.includes(token))).toBe(false);
  });

  it("expires, and is used up by the attempt", async () => {
    const { id, email } = await createUser({ verified: false });
    const token = await verifications.issue({ user: id, email, ttlMs: 1 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await verifications.redeem(token)).toBeUndefined();
    expect(await isVerified(id)).toBe(false);
  });

  it("verifies no other address than the one it was mailed to", async () => {
    const { id } = await createUser({ verified: false });
    const token = await verifications.issue({ user: id, email: "former@example.test", ttlMs: dayMs });
    expect(await verifications.redeem(token)).toBeUndefined();
    expect(await isVerified(id)).toBe(false);
  });

  it("that was never issued verifies nobody", async () => {
    expect(await verifications.redeem("' or 1=1 --")).toBeUndefined();
  });

  it("of a sign-up that was replaced by another with the address verifies nobody", async () => {
    const { id, email } = await createUser({ verified: false });
    const token = await verifications.issue({ user: id, email, ttlMs: dayMs });
    await accounts.claimUsername({ email, username: unique("again") });
    await createUser({ email, verified: false });
    expect(await verifications.redeem(token)).toBeUndefined();
  });
});
