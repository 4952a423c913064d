import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, inject, it, vi } from "vitest";
import { WebSocket } from "ws";
import { type Database, type DatabaseSettings, openDatabase } from "./database.ts";
import { openDrizzle } from "./drizzle-database.ts";
import { isOutage, withRetry } from "./outage.ts";

const opened: Database[] = [];

function open(change: Partial<DatabaseSettings> = {}): Database {
  const database = openDatabase({
    url: inject("databaseUrl"),
    wsProxy: inject("databaseWsProxy"),
    ...change,
  });
  opened.push(database);
  return database;
}

async function backendOf(database: Database): Promise<unknown> {
  const { rows } = await database.pool.query("select pg_backend_pid() as pid");
  return rows[0]?.pid;
}

async function endBackend(by: Database, pid: unknown): Promise<void> {
  await by.pool.query("select pg_terminate_backend($1::integer)", [pid]);
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.end()));
});

describe("the way to Postgres", () => {
  it("uses a connection again", async () => {
    const database = open({ clientsMax: 1 });
    expect(await backendOf(database)).toBe(await backendOf(database));
  });

  it("does not trust a connection that rested too long, as one does in a frozen Lambda", async () => {
    const database = open({ clientsMax: 1, restMsMax: 10 });
    const before = await backendOf(database);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await backendOf(database)).not.toBe(before);
  });

  it("survives connections that were ended while they rested", async () => {
    const database = open({ clientsMax: 1 });
    const killer = open();
    const before = await backendOf(database);
    await endBackend(killer, before);
    expect(await withRetry(() => backendOf(database))).not.toBe(before);
  });

  it("survives connections that break in the hands of their borrower, in a statement or between two", async () => {
    const database = open({ clientsMax: 1 });
    const killer = open();
    const broken = database.withClient(async (client) => {
      const { rows } = await client.query("select pg_backend_pid() as pid");
      await endBackend(killer, rows[0]?.pid);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await client.query("select 1");
    });
    await expect(broken).rejects.toSatisfy(isOutage);
    const interrupted = database.withClient(async (client) => {
      const { rows } = await client.query("select pg_backend_pid() as pid");
      await Promise.all([client.query("select pg_sleep(2)"), endBackend(killer, rows[0]?.pid)]);
    });
    await expect(interrupted).rejects.toSatisfy(isOutage);
    expect(await withRetry(() => backendOf(database))).toBeTypeOf("number");
  });

  it("never gives on a session that is still inside a transaction that timed out", async () => {
    const database = open({ clientsMax: 1, statementTimeoutMs: 200 });
    const stuck = openDrizzle(database).transaction(async (tx) => {
      await tx.execute("create temporary table left_open (id integer) on commit drop");
      await tx.execute("select pg_sleep(1)");
    });
    await expect(stuck).rejects.toSatisfy(isOutage);
    const { rows } = await database.pool.query(
      "select to_regclass('left_open') as left_open, now() = statement_timestamp() as at_once",
    );
    expect(rows).toEqual([{ left_open: null, at_once: true }]);
  });

  it("sends a statement's parts as one message, and waits for no timer", async () => {
    const database = open();
    const sent = vi.spyOn(WebSocket.prototype, "send");
    const timers = vi.spyOn(globalThis, "setTimeout");
    await database.withClient(async (client) => {
      const before = sent.mock.calls.length;
      const zeros = () => timers.mock.calls.filter(([, delayMs]) => delayMs === 0).length;
      const zerosBefore = zeros();
      await client.query({ name: "sum", text: "select $1::integer + 1 as sum", values: [1] });
      expect(sent.mock.calls.length - before).toBe(1);
      expect(zeros()).toBe(zerosBefore);
    });
    vi.restoreAllMocks();
  });

  it("lends a client and takes it back when its borrower fails", async () => {
    const database = open({ clientsMax: 1 });
    const failure = database.withClient(async (client) => {
      await client.query("select 1 / 0");
    });
    await expect(failure).rejects.toMatchObject({ code: "22012" });
    expect(await database.withClient(async (client) => (await client.query("select 1 as one")).rows)).toEqual(
      [{ one: 1 }],
    );
  });

  it("fails fast, as unavailable, when nobody listens", async () => {
    const database = open({ wsProxy: "127.0.0.1:9/v2", connectTimeoutMs: 500 });
    const startedAtMs = Date.now();
    await expect(withRetry(() => backendOf(database))).rejects.toMatchObject({ code: "unavailable" });
    expect(Date.now() - startedAtMs).toBeLessThan(2_000);
  });

  it("fails as unavailable when what listens speaks no WebSocket", async () => {
    const server = createServer((_, response) => response.writeHead(502).end()).listen(0, "127.0.0.1");
    await new Promise((listening) => server.once("listening", listening));
    const { port } = server.address() as AddressInfo;
    const database = open({ wsProxy: `127.0.0.1:${port}/v2` });
    await expect(withRetry(() => backendOf(database))).rejects.toMatchObject({ code: "unavailable" });
    server.close();
  });
});
