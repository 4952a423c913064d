import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { seedDemo } from "./demo/seed-demo.ts";
import { listAlive, listTree } from "./testing/process-tree.ts";

interface Run {
  readonly child: ChildProcess;
  /** Resolves when that has been printed. */
  printed(text: string): Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

let dataDir: string;
const runs: Run[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "parley start "));
});
afterEach(async () => {
  for (const { child } of runs.splice(0)) child.kill("SIGKILL");
  // What was killed while it made a database may still be writing its last file.
  await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** `npm start` with a data directory of its own, on ports that were free a moment ago. */
async function start(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const port = await findThreePorts();
  const all = [join(import.meta.dirname, "start.ts"), "--data-dir", dataDir, "--port", String(port), ...args];
  const child = spawn(process.execPath, all, { env: { ...process.env, STAGE: "", ...env } });
  let output = "";
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += String(chunk);
      for (const watcher of watchers) watcher();
    });
  }
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, output }));
  const run: Run = {
    child,
    ended,
    printed: (text) =>
      Promise.race([
        new Promise<string>((resolve) => {
          const look = () => {
            if (output.includes(text)) resolve(output);
          };
          watchers.add(look);
          look();
        }),
        ended.then((end) => {
          throw new Error(`It ended without printing "${text}": ${end.output}`);
        }),
      ]),
  };
  // Nobody may be waiting when it ends.
  runs.push(run);
  return run;
}

async function findThreePorts(): Promise<number> {
  for (;;) {
    const base = 20_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all([base, base + 1, base + 2].map(isFree));
    if (free.every(Boolean)) return base;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

const ready = "Parley is ready";
const pidOf = ({ child }: Run): number => child.pid ?? 0;

test("it prints where everything is; a second start says that one runs; Ctrl-C leaves no process", async () => {
  const run = await start();
  const output = await run.printed("Data, logs");
  for (const name of ["Page", "Inbox", "API", "WebSocket", "Console"]) {
    expect(output).toMatch(new RegExp(`^  ${name} +(http|ws)://`, "m"));
  }
  const second = await start();
  expect(await second.ended).toEqual({ code: 1, output: expect.stringContaining("already running") });
  const tree = await listTree(pidOf(run));
  expect(tree.length).toBeGreaterThan(4);
  run.child.kill("SIGINT");
  expect((await run.ended).code).toBe(0);
  await expect.poll(() => listAlive(tree)).toEqual([]);
});

test.for(["SIGTERM", "SIGKILL"] as const)(
  "%s leaves no process, and the next start recovers what was left",
  { timeout: 120_000 },
  async (signal) => {
    const run = await start();
    await run.printed(ready);
    const tree = await listTree(pidOf(run));
    run.child.kill(signal);
    await run.ended;
    await expect.poll(() => listAlive(tree), { timeout: 10_000 }).toEqual([]);
    const again = await start();
    await again.printed(ready);
    again.child.kill("SIGINT");
    expect((await again.ended).code).toBe(0);
  },
);

test("killed while it starts, it leaves no process", async () => {
  const run = await start();
  await run.printed("Redis");
  const tree = await listTree(pidOf(run));
  run.child.kill("SIGKILL");
  await run.ended;
  await expect.poll(() => listAlive(tree), { timeout: 10_000 }).toEqual([]);
});

test("a port in use is named", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as { port: number };
  const run = await start(["--port", String(port)]);
  const { code, output } = await run.ended;
  taken.close();
  expect([code, output]).toEqual([1, expect.stringContaining(`Port ${port} is in use`)]);
});

test("[SEC24] it refuses to start with production settings, and with stores on another machine", async () => {
  const stage = await start([], { STAGE: "production" });
  expect(await stage.ended).toMatchObject({
    code: 1,
    output: expect.stringContaining("STAGE is production"),
  });
  const store = await start([], { REDIS_URL: "rediss://user:hunter2@cache.example.com:6379" });
  const { code, output } = await store.ended;
  expect([code, output]).toEqual([1, expect.stringContaining("REDIS_URL is on another machine")]);
  expect(output).not.toContain("hunter2");
});

test("a malformed setting stops the start with the sentence that names it, and leaves no process", async () => {
  const run = await start([], { LIMIT_MESSAGES: "10/fortnight" });
  await run.printed("Cold starts").catch(() => {});
  const tree = await listTree(pidOf(run));
  const { code, output } = await run.ended;
  expect([code, output]).toEqual([
    1,
    expect.stringMatching(/^The setting LIMIT_MESSAGES is malformed \(.*10\/fortnight.*\)/m),
  ]);
  expect(output).not.toContain("Parley is ready");
  await expect.poll(() => listAlive(tree)).toEqual([]);
});

test("--reset forgets what was kept", async () => {
  const first = await start();
  await first.printed(ready);
  const secret = await readFile(join(dataDir, "auth-secret"), "utf8");
  first.child.kill("SIGINT");
  await first.ended;
  const second = await start(["--reset"]);
  await second.printed(ready);
  expect(await readFile(join(dataDir, "auth-secret"), "utf8")).not.toBe(secret);
});

test("--seed-demo makes people who can sign in and a room with a conversation, once", async () => {
  const run = await start(["--seed-demo"]);
  const output = await run.printed("The demo is there");
  const [, email = "", password = ""] = /sign in as (\S+) with "([^"]+)"/.exec(output) ?? [];
  const [, api = ""] = /^ {2}API +(\S+)$/m.exec(output) ?? [];
  const signedIn = await fetch(`${api}/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const authorization = `Bearer ${signedIn.headers.get("set-auth-token")}`;
  const countRooms = async () => {
    const answer = await fetch(`${api}/rooms`, { headers: { authorization } });
    return ((await answer.json()) as { rooms: { headSeq: number; memberCount: number }[] }).rooms;
  };
  const [room, ...others] = await countRooms();
  expect([room?.memberCount, others]).toEqual([4, []]);
  expect(room?.headSeq).toBeGreaterThan(14);
  await seedDemo({ apiUrl: api, inboxUrl: "http://127.0.0.1:1" });
  expect(await countRooms()).toHaveLength(1);
});
