/** Clients that others wrote, from their command lines: what they make of the gateway is what they make of AWS. */
import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connectToy } from "../src/testing/toy-gateway.ts";
import { openTarget, type Target } from "./target.ts";

const wscat = createRequire(import.meta.url).resolve("wscat/bin/wscat");
const hasAwsCli = spawnSync("aws", ["--version"]).status === 0;

let target: Target;
const children: ChildProcess[] = [];
beforeAll(async () => {
  target = await openTarget();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill();
});
afterAll(() => target.stop());

/** Runs `wscat`; what it has printed grows. */
function runWscat(args: readonly string[]) {
  const child = spawn(process.execPath, [wscat, ...args], { env: { ...process.env, NO_COLOR: "1" } });
  children.push(child);
  const run = { child, printed: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => (run.printed += String(chunk)));
  }
  return run;
}

const patiently = { timeout: 20_000 };

test("wscat connects, sends a frame and shows the answer", async () => {
  const url = `${target.url}?ticket=${await target.takeTicket()}`;
  const run = runWscat(["--connect", url, "--execute", '{"do":"echo"}', "--wait", "10"]);
  await expect.poll(() => run.printed, patiently).toContain('"saw":"message"');
  expect(run.printed).toContain('"routeKey":"$default"');
});

test("wscat says with which status it was refused", async () => {
  const run = runWscat(["--connect", `${target.url}?ticket=deny`]);
  await expect.poll(() => run.printed, patiently).toContain("403");
});

/** `aws apigatewaymanagementapi`, on this machine with nothing of whoever runs the test; its output, or what it failed with. */
async function runAws(command: readonly string[]): Promise<string> {
  const { credentials, callbackUrl, region } = target;
  const own = {
    PATH: process.env["PATH"] ?? "",
    AWS_ACCESS_KEY_ID: credentials?.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials?.secretAccessKey,
    AWS_SESSION_TOKEN: credentials?.sessionToken,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
  const env = { ...(credentials === undefined ? process.env : own), AWS_PAGER: "", AWS_MAX_ATTEMPTS: "1" };
  const common = ["--endpoint-url", callbackUrl, "--region", region, "--output", "json"];
  return promisify(execFile)("aws", ["apigatewaymanagementapi", ...command, ...common], { env }).then(
    ({ stdout }) => stdout,
    ({ stderr }: { readonly stderr: string }) => stderr,
  );
}

test("the aws command line looks at a connection, posts to it and deletes it", async (context) => {
  context.skip(!hasAwsCli, "the aws command line is not installed (Debian: awscli)");
  const client = await connectToy(`${target.url}?ticket=${await target.takeTicket()}`);
  client.socket.send(JSON.stringify({ do: "echo" }));
  const { event } = await client.next();
  // With a sign between them: an id may begin with one that looks like an option's.
  const named = [`--connection-id=${event.requestContext.connectionId}`];
  expect(JSON.parse(await runAws(["get-connection", ...named]))).toMatchObject({
    ConnectedAt: expect.any(String),
    Identity: { SourceIp: expect.any(String) },
  });
  const dir = await mkdtemp(join(tmpdir(), "parley-aws-"));
  await writeFile(join(dir, "frame.json"), '{"from":"the command line"}');
  // As it is, for either major version: the one takes an argument for bytes and the other for base64.
  const data = ["--data", `fileb://${join(dir, "frame.json")}`];
  await runAws(["post-to-connection", ...named, ...data]);
  expect(await client.next()).toEqual({ from: "the command line" });
  expect(await runAws(["delete-connection", ...named])).toBe("");
  expect((await client.closed).code).toBe(1000);
  expect(await runAws(["post-to-connection", ...named, ...data])).toContain("GoneException");
  await rm(dir, { recursive: true });
});
