import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { seedDemo } from "./demo/seed-demo.ts";
import { isOnLoopback, listAlive, listListeners, listTree } from "./testing/process-tree.ts";

interface Run {
  readonly child: ChildProcess;
  /** Resolves when that has been printed. */
  printed(text: string): Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

const repository = join(import.meta.dirname, "../../..");
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

interface StartInput {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** By npm, as a person does; absent: by node, which is what npm runs. */
  readonly byNpm?: boolean;
  readonly dir?: string;
}

/** `npm start` with a data directory of its own, on ports that were free a moment ago. */
async function start({ args = [], env = {}, byNpm = false, dir = dataDir }: StartInput = {}): Promise<Run> {
  const port = await findThreePorts();
  const own = ["--data-dir", dir, "--port", String(port), ...args];
  const options = { env: { ...process.env, STAGE: "", ...env }, cwd: repository };
  const child = byNpm
    ? spawn("npm", ["start", "--", ...own], { ...options, detached: true })
    : spawn(process.execPath, [join(import.meta.dirname, "start.ts"), ...own], options);
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

/** What the system knows of a run: its processes, and where they listen. */
async function inspect(run: Run) {
  const tree = await listTree(pidOf(run));
  return { tree, listeners: await listListeners(tree) };
}

/** Neither a process nor a port is left of it. */
async function expectNothingLeft({ tree, listeners }: Awaited<ReturnType<typeof inspect>>): Promise<void> {
  await expect.poll(() => listAlive(tree)).toEqual([]);
  const ports = [...new Set(listeners.map(({ port }) => port))];
  const free = await Promise.all(ports.map(isFree));
  expect(ports.filter((_, index) => free[index] !== true)).toEqual([]);
}

test("it prints where everything is; a second start says that one runs; Ctrl-C leaves no process and no port", async () => {
  const run = await start({ byNpm: true });
  const output = await run.printed("Data, logs");
  for (const name of ["Page", "Inbox", "API", "WebSocket", "Console"]) {
    expect(output).toMatch(new RegExp(`^  ${name} +(http|ws)://`, "m"));
  }
  const second = await start();
  expect(await second.ended).toEqual({ code: 1, output: expect.stringContaining("already running") });
  const inspected = await inspect(run);
  expect(inspected.tree.length).toBeGreaterThan(4);
  // A terminal tells all that is in the foreground: npm, and what npm runs.
  process.kill(-pidOf(run), "SIGINT");
  expect((await run.ended).output).toMatch(/Stopping \(SIGINT\)\.\s*$/);
  await expectNothingLeft(inspected);
});

test("a crash leaves no process and no port, and the next start recovers what was left, within 15 s", async () => {
  const run = await start();
  await run.printed(ready);
  const inspected = await inspect(run);
  run.child.kill("SIGKILL");
  await run.ended;
  await expectNothingLeft(inspected);
  const again = await start();
  const output = await again.printed(ready);
  const [, seconds] = /Parley is ready \(([\d.]+) s\)/.exec(output) ?? [];
  console.log(`ready again after ${seconds} s`);
  expect(Number(seconds)).toBeLessThan(15);
});

test("[SEC24] two at once, each with its directory and ports, on loopback alone; each ends with its npm, however that does", async () => {
  const dir = join(dataDir, "the other's");
  const [one, other] = await Promise.all([start({ byNpm: true }), start({ byNpm: true, dir })]);
  const pageOf = async (run: Run) =>
    /^ {2}Page +(\S+)$/m.exec(await run.printed("Data, logs"))?.[1] ?? "no page";
  const pages = [await pageOf(one), await pageOf(other)] as const;
  const [ones, others] = [await inspect(one), await inspect(other)];
  for (const { listeners } of [ones, others]) {
    // Page and WebSocket API on both loopbacks, Neon's proxy, DynamoDB, SQS, the inbox, Redis, Postgres.
    expect(listeners.length).toBeGreaterThanOrEqual(8);
    expect(listeners.filter((listener) => !isOnLoopback(listener))).toEqual([]);
  }
  const health = async (page: string) => (await fetch(`${page}/api/health`)).status;
  expect([await health(pages[0]), await health(pages[1])]).toEqual([200, 200]);
  one.child.kill("SIGTERM");
  await one.ended;
  await expectNothingLeft(ones);
  expect(await health(pages[1])).toBe(200);
  other.child.kill("SIGKILL");
  await other.ended;
  await expectNothingLeft(others);
});

test("killed while it starts, it leaves no process", async () => {
  const run = await start();
  await run.printed("Redis");
  const inspected = await inspect(run);
  run.child.kill("SIGKILL");
  await run.ended;
  await expectNothingLeft(inspected);
});

test("a port in use is named", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as { port: number };
  const run = await start({ args: ["--port", String(port)] });
  const { code, output } = await run.ended;
  taken.close();
  expect([code, output]).toEqual([1, expect.stringContaining(`Port ${port} is in use`)]);
});

test("[SEC24] it refuses to start with production settings, and with stores on another machine", async () => {
  const stage = await start({ env: { STAGE: "production" } });
  expect(await stage.ended).toMatchObject({
    code: 1,
    output: expect.stringContaining("STAGE is production"),
  });
  const store = await start({ env: { REDIS_URL: "rediss://user:hunter2@cache.example.com:6379" } });
  const { code, output } = await store.ended;
  expect([code, output]).toEqual([1, expect.stringContaining("REDIS_URL is on another machine")]);
  expect(output).not.toContain("hunter2");
});

test("a malformed setting stops the start with the sentence that names it, and leaves no process", async () => {
  const run = await start({ env: { LIMIT_MESSAGES: "10/fortnight" } });
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
  const second = await start({ args: ["--reset"] });
  await second.printed(ready);
  expect(await readFile(join(dataDir, "auth-secret"), "utf8")).not.toBe(secret);
});

test("--seed-demo makes people who can sign in and a room with a conversation, once", {
  timeout: 120_000,
}, async () => {
  const run = await start({ args: ["--seed-demo"] });
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
