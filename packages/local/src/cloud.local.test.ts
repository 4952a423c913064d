import { chmod, cp, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type FunctionName, functions, queues } from "@parley/topology";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Cloud, type CloudOptions, startCloud } from "./cloud.ts";
import { isOnLoopback, listListeners, listTree } from "./testing/process-tree.ts";
import { connectToy } from "./testing/toy-gateway.ts";

const fixture = resolve(import.meta.dirname, "../fixture");
const clouds: Cloud[] = [];
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "parley test "));
  // Where the `postgres` user may go as well, so that root keeps its data here too.
  await chmod(dir, 0o755);
});
afterEach(async () => {
  await Promise.all(clouds.splice(0).map((cloud) => cloud.stop()));
  await rm(dir, { recursive: true, force: true });
});

/** For what leaves a cloud as it was. */
let shared: Cloud;
beforeAll(async () => {
  shared = await startCloud({
    root: fixture,
    schedules: false,
    web: "build",
    environment: { LIMIT_MESSAGES: "unlimited" },
  });
});
afterAll(() => shared.stop());

async function start(options: CloudOptions = {}): Promise<Cloud> {
  const cloud = await startCloud({ root: fixture, schedules: false, ...options });
  clouds.push(cloud);
  return cloud;
}

async function query(cloud: Cloud, text: string, url = cloud.postgres.url): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** One command in Redis' inline protocol. */
function redis(cloud: Cloud, command: string): Promise<string> {
  const { hostname, port } = new URL(cloud.redis.url);
  return new Promise((resolveAnswer, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${command}\r\n`));
    socket.once("data", (data: Buffer) => {
      resolveAnswer(String(data).trim());
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

test("a client's way: authorizer, $connect, frames, the API and $disconnect run as functions", async () => {
  const cloud = shared;
  const client = await connectToy(`${cloud.websocketUrl}?ticket=toy&user=usr_1`);
  client.socket.send(JSON.stringify({ do: "echo" }));
  const { event } = await client.next();
  expect(event.requestContext.authorizer).toEqual({ userId: "usr_1", level: "7", principalId: "usr_1" });
  expect(cloud.gateway.connections()).toHaveLength(1);
  const answer = await fetch(`${cloud.apiUrl}/rooms`);
  expect(await answer.json()).toMatchObject({ rawPath: "/api/rooms" });
  client.socket.close();
  await expect
    .poll(() => cloud.logs().some((line) => line.source === "disconnect" && line.message === "disconnected"))
    .toBe(true);
});

test("a function gets the settings that the topology lists for it, the SDK's variables, and no others", async () => {
  const cloud = shared;
  const result = await cloud.invoke("message", { body: JSON.stringify({ do: "environment" }) });
  const environment = JSON.parse((result as { payload: { body: string } }).payload.body);
  const listed: readonly string[] = functions.message.environment;
  expect(Object.keys(environment)).toEqual(expect.arrayContaining([...listed]));
  expect(environment).toMatchObject({
    STAGE: "local",
    LIMIT_MESSAGES: "unlimited",
    AWS_ACCESS_KEY_ID: "localMessage",
  });
  const others = Object.keys(environment).filter((name) => !listed.includes(name));
  expect(others.filter((name) => !/^(AWS_|LAMBDA_|_HANDLER$|LANG$|TZ$)/.test(name))).toEqual([]);
});

test("migrations run as the tables' owner, all else as a role that reads and writes rows and owns nothing", async () => {
  await query(shared, "create table owned (a int)");
  await query(shared, "insert into owned values (1)", shared.settings["DATABASE_URL"]);
  expect(await query(shared, "select a from owned", shared.settings["DATABASE_URL"])).toEqual([{ a: 1 }]);
  for (const change of ["drop table owned", "alter table owned add b int", "create table more (a int)"]) {
    await expect(query(shared, change, shared.settings["DATABASE_URL"])).rejects.toThrow(
      /must be owner|permission/,
    );
  }
});

test.skipIf(process.platform !== "linux")("[SEC24] every server listens on loopback only", async () => {
  const listeners = await listListeners(await listTree(process.pid));
  // Page and WebSocket API on both, Neon's proxy, DynamoDB, SQS, the inbox, Redis, Postgres.
  expect(listeners.length).toBeGreaterThanOrEqual(10);
  expect(listeners.filter((listener) => !isOnLoopback(listener))).toEqual([]);
});

test("the page's origin answers on 127.0.0.1 and on ::1", async () => {
  const cloud = shared;
  const { port } = new URL(cloud.pageUrl);
  for (const host of ["127.0.0.1", "[::1]", "localhost"]) {
    expect((await fetch(`http://${host}:${port}/api/x`)).status).toBe(200);
  }
});

test("data survives a restart: Postgres, DynamoDB and the secret that signs sessions; Redis comes back empty", async () => {
  const first = await start({ dataDir: dir });
  await query(first, "create table kept as select 42 as answer");
  await redis(first, "SET kept 1");
  const item = { connectionId: { S: "a" }, scope: { S: "connection" } };
  await dynamo(first, "PutItem", { Item: item });
  await first.stop();
  const second = await start({ dataDir: dir });
  expect(await query(second, "select answer from kept")).toEqual([{ answer: 42 }]);
  expect(await dynamo(second, "GetItem", { Key: item })).toEqual({ Item: item });
  expect(await redis(second, "GET kept")).toBe("$-1");
  expect(second.settings["AUTH_SECRET"]).toBe(first.settings["AUTH_SECRET"]);
  expect((await stat(join(dir, "auth-secret"))).mode & 0o777).toBe(0o600);
});

test("Redis can be killed and comes back empty at the same address", async () => {
  const cloud = shared;
  await redis(cloud, "SET a 1");
  await cloud.redis.kill();
  await expect(redis(cloud, "GET a")).rejects.toThrow(/ECONNREFUSED/);
  await cloud.redis.start();
  expect(await redis(cloud, "GET a")).toBe("$-1");
});

test("Postgres can be paused, and killed, and has what was committed when it comes back", async () => {
  const cloud = shared;
  await query(cloud, "create table kept as select 1 as a");
  await cloud.postgres.pause();
  let answered = false;
  const hanging = query(cloud, "select 1 as b").then((rows) => {
    answered = true;
    return rows;
  });
  await new Promise((resolveLater) => setTimeout(resolveLater, 200));
  expect(answered).toBe(false);
  await cloud.postgres.resume();
  expect(await hanging).toEqual([{ b: 1 }]);
  await cloud.postgres.kill();
  await expect(query(cloud, "select 1")).rejects.toThrow(/ECONNREFUSED/);
  await cloud.postgres.start();
  expect(await query(cloud, "select a from kept")).toEqual([{ a: 1 }]);
});

test("a second start on the same data says that one is running, and where", async () => {
  const first = await start({ dataDir: dir });
  await expect(start({ dataDir: dir })).rejects.toThrow(`already running on ${dir}: ${first.pageUrl}`);
});

test.for(["page", "websocket", "inbox"] as const)(
  "a port in use is named (%s), and nothing is left",
  async (part) => {
    const taken = createServer();
    await new Promise<void>((listening) => taken.listen(0, "127.0.0.1", listening));
    const { port } = taken.address() as { port: number };
    await expect(start({ dataDir: dir, ports: { [part]: port } })).rejects.toThrow(
      new RegExp(`port ${port} is in use`, "i"),
    );
    taken.close();
    await start({ dataDir: dir, ports: { [part]: port } });
  },
);

test("migrations that fail stop the start with their words, and nothing is left", async () => {
  const root = join(dir, "root");
  await cp(fixture, root, { recursive: true });
  const migrate = join(root, `${functions.migrate.handler.split(".")[0]}.ts`);
  await writeFile(migrate, 'export const handler = () => Promise.reject(new Error("no such column"));');
  const dataDir = join(dir, "data");
  await expect(start({ root, dataDir })).rejects.toThrow("The migrations failed: no such column");
  await start({ dataDir });
});

test("callers from outside wait until the migrations are in", async () => {
  const root = join(dir, "root");
  await cp(fixture, root, { recursive: true });
  const migrate = join(root, `${functions.migrate.handler.split(".")[0]}.ts`);
  await writeFile(migrate, "export const handler = () => new Promise((done) => setTimeout(done, 500));");
  const port = await freePort();
  const starting = start({ root, ports: { page: port } });
  let early: Promise<number> | undefined;
  await expect
    .poll(
      () => {
        early ??= fetch(`http://127.0.0.1:${port}/api/x`).then((answer) => answer.status);
        return early.catch(() => {
          early = undefined;
          return 0;
        });
      },
      { timeout: 20_000 },
    )
    .toBe(200);
  await starting;
});

test("two clouds at once know nothing of each other", async () => {
  const [one, other] = await Promise.all([start(), start()]);
  await redis(one, "SET a 1");
  expect(await redis(other, "GET a")).toBe("$-1");
  await fetch(`${one.inboxUrl}/v2/email/outbound-emails`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "AWS4-HMAC-SHA256 x" },
    body: JSON.stringify({
      FromEmailAddress: "a@example.com",
      Destination: { ToAddresses: ["b@example.com"] },
      Content: { Simple: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } } },
    }),
  });
  expect([await countMails(one), await countMails(other)]).toEqual([1, 0]);
});

async function countMails(cloud: Cloud): Promise<number> {
  const store = (await (await fetch(`${cloud.inboxUrl}/store`)).json()) as { emails: readonly unknown[] };
  return store.emails.length;
}

test("a server that was given by its URL is used, and is not ours to kill", async () => {
  const owner = await start();
  const guest = await start({
    environment: { REDIS_URL: owner.redis.url, DATABASE_URL: owner.postgres.url },
  });
  expect([guest.redis.url, guest.postgres.url]).toEqual([owner.redis.url, owner.postgres.url]);
  await expect(guest.redis.kill()).rejects.toThrow("REDIS_URL was given");
  await expect(guest.postgres.pause()).rejects.toThrow("DATABASE_URL was given");
});

test("the console says what is connected and what ran, to a loopback name only", async () => {
  const cloud = shared;
  const client = await connectToy(`${cloud.websocketUrl}?ticket=toy&user=usr_9`);
  const state = (await (await fetch(`${cloud.pageUrl}/_local/state`)).json()) as {
    connections: readonly { authorizer: object }[];
    functions: Record<FunctionName, { invocations: number }>;
  };
  expect(state.connections.map(({ authorizer }) => authorizer)).toContainEqual(
    expect.objectContaining({ userId: "usr_9" }),
  );
  expect(state.functions.connect.invocations).toBeGreaterThan(0);
  client.socket.close();
  expect((await fetch(`${cloud.pageUrl}/_local`)).headers.get("content-type")).toMatch(/^text\/html/);
  expect(await statusOfHost(cloud, "rebound.example")).toBe(403);
});

test("the console shows frames, invocations with their lines, rooms, queues and metrics", async () => {
  const client = await connectToy(`${shared.websocketUrl}?ticket=toy&user=usr_8`);
  const look = async () => (await (await fetch(`${shared.pageUrl}/_local/state`)).json()) as ConsoleState;
  await look();
  await redis(shared, "HSET room:{rom_toy}:meta head 3 mark 2 kind open");
  await redis(shared, "SET room:{rom_toy}:lease drainer PX 60000");
  client.socket.send(JSON.stringify({ do: "log" }));
  await expect
    .poll(async () => (await look()).invocations[0])
    .toMatchObject({
      name: "message",
      coldStart: false,
      lines: ["one", "two", expect.stringContaining("three")],
    });
  const state = await look();
  expect(state.frames[0]).toMatchObject({ direction: "in", text: '{"do":"log"}' });
  expect(state.rooms).toContainEqual(
    expect.objectContaining({ room: "rom_toy", head: 3, mark: 2, leaseMs: expect.any(Number) }),
  );
  expect(state.queues.map(({ name }) => name)).toEqual(Object.keys(queues));
  const metrics = await fetch(`${shared.pageUrl}/_local/metrics`);
  expect(metrics.headers.get("content-type")).toMatch(/^text\/plain; version=0.0.4/);
  client.socket.close();
});

interface ConsoleState {
  readonly invocations: readonly object[];
  readonly frames: readonly object[];
  readonly rooms: readonly object[];
  readonly queues: readonly { readonly name: string }[];
}

test("the console's buttons: drop, throttle, slow Postgres, empty Redis; for its own page alone", async () => {
  const press = (body: object, origin = shared.pageUrl) =>
    fetch(`${shared.pageUrl}/_local/faults`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify(body),
    });
  const client = await connectToy(`${shared.websocketUrl}?ticket=toy`);
  expect((await press({ fault: "throttle", on: true }, "http://localhost:1")).status).toBe(403);
  await press({ fault: "throttle", on: true });
  client.socket.send(JSON.stringify({ do: "count" }));
  expect(await client.next()).toMatchObject({ message: "Too Many Requests" });
  expect(await (await press({ fault: "throttle" })).json()).toMatchObject({ throttles: false });
  const { connectionId } = shared.gateway.connections().at(-1) ?? {};
  await press({ fault: "drop-connection", connectionId });
  expect((await client.closed).code).toBe(1006);
  expect((await press({ fault: "drop-connection", connectionId })).status).toBe(400);
  await redis(shared, "SET a 1");
  await press({ fault: "empty-redis" });
  expect(await redis(shared, "GET a")).toBe("$-1");
  expect(await (await press({ fault: "slow-postgres", on: true })).json()).toMatchObject({
    postgresDelayMs: 800,
  });
  await press({ fault: "slow-postgres", on: false });
  expect((await press({ fault: "no such thing" })).status).toBe(400);
});

/** A request whose Host header is another, which `fetch` would not send. */
function statusOfHost(cloud: Cloud, host: string): Promise<number> {
  return new Promise((resolveStatus) => {
    const socket = connect(Number(new URL(cloud.pageUrl).port), "127.0.0.1");
    socket.write(`GET /_local/state HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    socket.once("data", (data) => resolveStatus(Number(String(data).split(" ")[1])));
  });
}

async function dynamo(cloud: Cloud, operation: string, input: object): Promise<unknown> {
  const answer = await fetch(cloud.settings["AWS_ENDPOINT_URL_DYNAMODB"] ?? "", {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      "x-amz-date": "20000101T000000Z",
      authorization: "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: JSON.stringify({ TableName: cloud.settings["CONNECTIONS_TABLE"], ...input }),
  });
  return answer.json();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
