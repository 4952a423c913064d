/**
 * Runs `sst dev` in the project that is the working directory, for the sake of the server in it that bundles
 * functions. Takes what is to be built on stdin and writes the files, by handler, to stdout.
 */
import { spawn, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { BuildRequest } from "../graph/graph.ts";

interface Order {
  readonly sst: string;
  readonly builds: readonly BuildRequest[];
}

interface Answer {
  readonly result: { readonly out: string; readonly errors: readonly string[] | null } | null;
  readonly error: unknown;
}

const stage = "bundles";
const startMsMax = 60_000;
const buildMsMax = 120_000;

const { sst, builds } = JSON.parse(await text(process.stdin)) as Order;
// In a network of our own, loopback is not up; elsewhere it is, and this is refused.
spawnSync("ip", ["link", "set", "lo", "up"]);
// The program starts another: the group is ended, so that neither stays.
const child = spawn(process.execPath, [sst, "dev", "--mode=basic", "--stage", stage], {
  stdio: ["ignore", "ignore", "inherit"],
  env: { ...process.env, SST_SKIP_DEPENDENCY_CHECK: "1", SST_NO_BUN: "1", SST_TELEMETRY_DISABLED: "1" },
  detached: true,
});
try {
  const url = await findServer();
  const files: Record<string, string> = {};
  for (const build of builds) files[build.handler] = await bundle(url, build);
  process.stdout.write(JSON.stringify(files));
} finally {
  process.kill(-(child.pid ?? 0), "SIGKILL");
}

/** SST writes down where it listens. */
async function findServer(): Promise<string> {
  const lastMs = Date.now() + startMsMax;
  while (Date.now() < lastMs && child.exitCode === null) {
    const url = await readFile(join(".sst", `${stage}.server`), "utf8").catch(() => "");
    const port = /:(\d+)$/.exec(url.trim())?.[1];
    if (port !== undefined) return `http://127.0.0.1:${port}/rpc`;
    await sleep(100);
  }
  throw new Error("SST's server did not start.");
}

async function bundle(url: string, build: BuildRequest): Promise<string> {
  const answer = await fetch(url, {
    method: "POST",
    body: JSON.stringify({ id: 1, method: "Runtime.Build", params: [build] }),
    signal: AbortSignal.timeout(buildMsMax),
  });
  const { result, error } = (await answer.json()) as Answer;
  const errors = result?.errors ?? [];
  if (result === null || errors.length > 0) {
    throw new Error(`SST does not bundle ${build.handler}: ${JSON.stringify(error ?? errors)}`);
  }
  return join(result.out, "bundle.mjs");
}
