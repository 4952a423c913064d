import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FunctionName } from "@parley/topology";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Lambda, type LambdaOptions, startLambda } from "./lambda.ts";

const fixture = resolve(import.meta.dirname, "../../fixture");
let dir: string;
let lambda: Lambda | undefined;
const logged: { name: FunctionName; stream: string; line: string }[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "parley-lambda-"));
  logged.length = 0;
});
afterEach(async () => {
  await lambda?.stop();
  await rm(dir, { recursive: true, force: true });
});

async function start(more: Partial<LambdaOptions> = {}): Promise<Lambda> {
  lambda = await startLambda({
    root: fixture,
    dataDir: dir,
    region: "us-east-1",
    accountId: "000000000000",
    sandboxesMaxOf: () => 2,
    environmentOf: (name) => ({ OWN: name }),
    onLog: (name, stream, line) => logged.push({ name, stream, line }),
    ...more,
  });
  return lambda;
}

/** What the toy handler answers to a frame. */
async function run(running: Lambda, what: string): Promise<string> {
  const result = await running.invoke("message", { body: JSON.stringify({ do: what }) });
  if (!result.ok) return `${result.errorType}: ${result.errorMessage}`;
  return (result.payload as { body: string }).body;
}

test("a function sees its own environment and Lambda's variables, and nothing of ours", async () => {
  process.env["PARLEY_TEST_OURS"] = "1";
  const environment = JSON.parse(await run(await start(), "environment"));
  expect(environment).toMatchObject({
    OWN: "message",
    AWS_REGION: "us-east-1",
    AWS_LAMBDA_FUNCTION_NAME: "message",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
    _HANDLER: "functions/ws/message.handler",
  });
  for (const name of ["PARLEY_TEST_OURS", "PATH", "HOME", "NODE_OPTIONS"]) {
    expect(environment).not.toHaveProperty(name);
  }
});

test("the context is Lambda's, and its deadline is the function's", async () => {
  const { context } = JSON.parse(await run(await start(), "echo"));
  expect(context).toMatchObject({
    functionName: "message",
    functionVersion: "$LATEST",
    memoryLimitInMB: "512",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:message",
    awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test("a failure has errorType and errorMessage, and the sandbox lives on", async () => {
  const running = await start();
  await run(running, "count");
  expect(await run(running, "throw")).toBe("TypeError: toy failure");
  expect(JSON.parse(await run(running, "count")).invocations).toBe(3);
});

test.for([
  ["exit", "Runtime.ExitError: Runtime exited without providing a reason"],
  ["reject", "RangeError: nobody waits"],
] as const)(
  "a sandbox that dies (%s) fails its event, and the next gets a fresh one",
  async ([what, words]) => {
    const running = await start();
    expect(await run(running, what)).toBe(words);
    expect(JSON.parse(await run(running, "count")).invocations).toBe(1);
  },
);

test.for(["hang", "spin"])(
  "a handler that does not come back (%s) is cut off at its time-out",
  async (what) => {
    const running = await start({ timeoutMsOf: () => 300 });
    expect(await run(running, what)).toMatch(/^Sandbox.Timedout: .* Task timed out after 0.30 seconds$/);
    expect(JSON.parse(await run(running, "count")).invocations).toBe(1);
  },
);

test("a function that is hurried times out sooner, until it is not", async () => {
  const running = await start();
  running.hurry("message", 30);
  expect(await run(running, "sleep")).toMatch(/^Sandbox.Timedout: .* Task timed out after 0.03 seconds$/);
  running.hurry("message", undefined);
  expect(await run(running, "sleep")).not.toMatch(/^Sandbox.Timedout/);
});

test("a sandbox takes one event at a time, and there are as many as events, up to the maximum", async () => {
  const running = await start({ sandboxesMaxOf: () => 2 });
  const startedAtMs = performance.now();
  await Promise.all(Array.from({ length: 6 }, () => run(running, "sleep")));
  // Six times 100 ms on two sandboxes.
  expect(performance.now() - startedAtMs).toBeGreaterThan(290);
  expect(running.counts().message).toMatchObject({ invocations: 6, coldStarts: 2, running: 0, waiting: 0 });
});

test("an event in line that nobody waits for any more is dropped, and the next one is not", async () => {
  const running = await start({ sandboxesMaxOf: () => 1 });
  const event = { body: JSON.stringify({ do: "sleep" }) };
  const [first, left, last] = await Promise.all([
    running.invoke("message", event),
    running.invoke("message", event, () => false),
    running.invoke("message", event, () => true),
  ]);
  expect([first.ok, left.ok, last.ok]).toEqual([true, false, true]);
  expect(running.counts().message).toMatchObject({ invocations: 2, running: 0, waiting: 0 });
});

test("between two events a sandbox is frozen: its timers make no progress", async () => {
  const running = await start();
  await run(running, "count");
  await sleep(200); // forty ticks of the handler's interval, were it running
  expect(JSON.parse(await run(running, "count")).ticks).toBeLessThanOrEqual(2);
});

test("what a handler began and did not await happens during the next event, or never", async () => {
  const running = await start({ sandboxesMaxOf: () => 1 });
  let posts = 0;
  const server = createServer((_request, response) => {
    posts += 1;
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await running.invoke("message", { body: JSON.stringify({ do: "post-later", url }) });
  await sleep(300); // fifteen times what its timer was set to
  expect(posts).toBe(0);
  await run(running, "sleep");
  await expect.poll(() => posts).toBe(1);
  await running.invoke("message", { body: JSON.stringify({ do: "post-later", url }) });
  await running.stop();
  await sleep(100);
  expect(posts).toBe(1);
  server.close();
});

test("a function that takes more memory than it has fails its event, and the next gets a fresh sandbox", async () => {
  const running = await start();
  expect(await run(running, "hoard")).toMatch(/memory/i);
  expect(JSON.parse(await run(running, "count")).invocations).toBe(1);
});

test("what a function writes comes line by line, with its stream", async () => {
  const running = await start();
  await run(running, "log");
  expect(logged).toEqual([
    { name: "message", stream: "stdout", line: "one" },
    { name: "message", stream: "stdout", line: "two" },
    { name: "message", stream: "stderr", line: '{"level":"WARN","message":"three"}' },
  ]);
});

test("a saved handler runs for the next event", async () => {
  const root = join(dir, "root with spaces");
  await cp(fixture, root, { recursive: true });
  const running = await start({ root });
  const reloaded = Promise.withResolvers<string>();
  running.watch((text) => reloaded.resolve(text));
  await run(running, "count");
  const file = join(root, "functions/ws/message.ts");
  await writeFile(file, (await readFile(file, "utf8")).replace("toy failure", "another failure"));
  expect(await reloaded.promise).toMatch(/^reloaded message in \d+ ms$/);
  expect(await run(running, "throw")).toBe("TypeError: another failure");
});

test("a handler that does not compile keeps the old code running, and says so", async () => {
  const root = join(dir, "root");
  await cp(fixture, root, { recursive: true });
  const running = await start({ root });
  const noted = Promise.withResolvers<[string, boolean]>();
  running.watch((text, failed) => noted.resolve([text, failed]));
  await writeFile(join(root, "functions/ws/message.ts"), "export const handler = (");
  expect(await noted.promise).toEqual([expect.stringContaining("functions/ws/message.ts"), true]);
  expect(await run(running, "throw")).toBe("TypeError: toy failure");
});

test("a handler that is missing stops the start with its name", async () => {
  await expect(start({ root: dir })).rejects.toThrow(/Could not resolve "functions\/\w+\/\w+\.ts"/);
});

test("every handler is loaded ahead of its first event, and one that does not load is said in its own words", async () => {
  const root = join(dir, "root");
  await cp(fixture, root, { recursive: true });
  const running = await start({ root });
  await running.initialise();
  expect(Object.values(running.counts()).map(({ coldStarts }) => coldStarts)).toEqual(
    Object.keys(running.counts()).map(() => 1),
  );
  await run(running, "count");
  expect(running.counts().message.coldStarts).toBe(1);
  await running.stop();
  const refusal = 'throw new Error("The setting X is malformed."); export const handler = () => {};';
  await writeFile(join(root, "functions/ws/disconnect.ts"), refusal);
  const refusing = await start({ root });
  await expect(refusing.initialise()).rejects.toThrow(/^The setting X is malformed\.\n.*disconnect/);
});
