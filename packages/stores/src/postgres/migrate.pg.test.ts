import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations/index.ts";

const main = openDatabase({ url: inject("databaseUrl"), wsProxy: inject("databaseWsProxy") });
const opened: Database[] = [main];
let made = 0;
let url: string;

function open(): Database {
  const database = openDatabase({ url, wsProxy: inject("databaseWsProxy"), statementTimeoutMs: 30_000 });
  opened.push(database);
  return database;
}

async function tablesOf(database: Database): Promise<string[]> {
  return database.withClient(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
    return rows.map((row) => row.name);
  });
}

beforeEach(async () => {
  made += 1;
  const name = `migrate_${process.pid}_${made}`;
  await main.withClient((client) => client.query(`create database ${name}`));
  const address = new URL(inject("databaseUrl"));
  address.pathname = `/${name}`;
  url = address.href;
});

afterAll(async () => {
  await Promise.all(opened.map((database) => database.end()));
});

describe("migrating", () => {
  it("brings an empty database up to the schema, and finds nothing to do afterwards", async () => {
    const database = open();
    expect(await migrate(database)).toEqual({ applied: migrations.map(({ tag }) => tag) });
    expect(await tablesOf(database)).toEqual(
      expect.arrayContaining([
        "users",
        "sessions",
        "accounts",
        "verifications",
        "rooms",
        "memberships",
        "events",
      ]),
    );
    expect(await migrate(database)).toEqual({ applied: [] });
  });

  it("is done once however many start at the same time", async () => {
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => migrate(open())));
    expect(outcomes.flatMap(({ applied }) => applied)).toEqual(migrations.map(({ tag }) => tag));
  });

  it("applies all that is pending or nothing", async () => {
    const database = open();
    const faulty = [
      ...migrations,
      { tag: "9999_faulty", sql: "create table half (id text);--> statement-breakpoint\nnonsense" },
    ];
    await expect(migrate(database, faulty)).rejects.toMatchObject({ code: "42601" });
    expect(await tablesOf(database)).toEqual([]);
  });

  it("applies just what is new", async () => {
    const database = open();
    await migrate(database);
    const more = [...migrations, { tag: "9999_more", sql: "create table more (id text)" }];
    expect(await migrate(database, more)).toEqual({ applied: ["9999_more"] });
  });

  it("names a migration that was changed after it had been applied", async () => {
    const database = open();
    await migrate(database, [{ tag: "0000_a", sql: "create table a (id text)" }]);
    const changed = migrate(database, [{ tag: "0000_a", sql: "create table b (id text)" }]);
    await expect(changed).rejects.toThrow(
      "The migration 0000_a was changed after this database had applied it.",
    );
  });
});
