/** `npm start`: the offline cloud in a terminal. */
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { type EnvironmentName, environment } from "@parley/topology";
import { startCloud } from "./cloud.ts";
import type { Cloud, CloudOptions } from "./cloud-types.ts";
import { seedDemo } from "./demo/seed-demo.ts";
import { formatTerminalLine } from "./log/terminal-line.ts";
import { resetData } from "./reset-data.ts";
import { refuseProduction } from "./settings/refuse-production.ts";
import { parseStartOptions, type StartOptions, usage } from "./start-options.ts";

const defaultDataDir = resolve(import.meta.dirname, "../../../.parley");
const colour = process.stdout.isTTY === true && process.env["NO_COLOR"] === undefined;
const print = (text: string) => process.stdout.write(`${text}\n`);

/** A stop that hangs is cut off: the servers then end with this process. */
const stopTimeoutMs = 15_000;

/** Settings that the caller's own environment may replace: those that the topology knows. */
function readOverrides(): Partial<Record<EnvironmentName, string>> {
  const overrides: Partial<Record<EnvironmentName, string>> = {};
  for (const name of Object.keys(environment) as EnvironmentName[]) {
    const value = process.env[name];
    if (value !== undefined && value !== "") overrides[name] = value;
  }
  return overrides;
}

/** AWS services that the caller has elsewhere, by the SDK's own variables. */
function readEndpoints(): NonNullable<CloudOptions["endpoints"]> {
  const names = ["DYNAMODB", "SQS", "SESV2"].map((name) => `AWS_ENDPOINT_URL_${name}`);
  const [dynamoUrl, queuesUrl, mailUrl] = names.map((name) => process.env[name] || undefined);
  return {
    ...(dynamoUrl === undefined ? {} : { dynamoUrl }),
    ...(queuesUrl === undefined ? {} : { queuesUrl }),
    ...(mailUrl === undefined ? {} : { mailUrl }),
  };
}

const reportStep: NonNullable<CloudOptions["progress"]> = ({ name, state, tookMs, detail }) => {
  if (state === "starting" && detail === undefined) return;
  const time = state === "ready" ? `${(tookMs / 1000).toFixed(1)} s`.padStart(7) : "      …";
  print(`  ${name.padEnd(18)} ${state.padEnd(9)}${time}${detail === undefined ? "" : `  ${detail}`}`);
};

async function run(options: StartOptions): Promise<Cloud> {
  refuseProduction({ environment: process.env, remoteStoresAllowed: options.remoteStoresAllowed });
  const { port } = options;
  const dataDir = resolve(options.dataDir ?? defaultDataDir);
  await mkdir(dataDir, { recursive: true });
  if (options.reset) await resetData(dataDir);
  return startCloud({
    dataDir,
    ports: { page: port, websocket: port + 1, inbox: port + 2 },
    environment: readOverrides(),
    endpoints: readEndpoints(),
    web: options.dev ? "dev" : "build",
    watch: options.watch,
    progress: reportStep,
    log: (line) => {
      const text = formatTerminalLine(line, { colour });
      if (text !== undefined) print(text);
    },
  });
}

/** Of one Ctrl-C: the terminal tells npm and us, and npm tells us again. */
const sameSignalMs = 300;
/** Whose child we began as, and how soon an orphan notices. */
const parent = process.ppid;
const orphanCheckMs = 500;

/** Ends once, whatever asks for it and how often; a second Ctrl-C ends at once. */
function stopWhenAsked(cloud: Cloud): void {
  let stoppingSinceMs: number | undefined;
  const stop = async (reason: string) => {
    if (stoppingSinceMs !== undefined) {
      if (performance.now() - stoppingSinceMs > sameSignalMs) process.exit(1);
      return;
    }
    stoppingSinceMs = performance.now();
    print(`\nStopping (${reason}).`);
    setTimeout(() => process.exit(1), stopTimeoutMs).unref();
    await cloud.stop();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void stop(signal));
  }
  // Killed with SIGKILL, npm tells nobody.
  if (process.env["npm_lifecycle_event"] !== "start") return;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    void stop("npm is gone");
  }, orphanCheckMs);
}

function printAddresses(cloud: Cloud, tookMs: number): void {
  const rows = [
    ["Page", cloud.pageUrl],
    ["Inbox", cloud.inboxUrl],
    ["API", cloud.apiUrl],
    ["WebSocket", cloud.websocketUrl],
    ["Console", `${cloud.pageUrl}/_local`],
    ["Data, logs", cloud.dataDir],
  ];
  print(`\nParley is ready (${(tookMs / 1000).toFixed(1)} s). Ctrl-C stops it.\n`);
  for (const [name = "", value = ""] of rows) print(`  ${name.padEnd(14)} ${value}`);
  print("");
}

async function main(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) {
    print(usage);
    return;
  }
  print("Starting Parley.\n");
  const startedAtMs = performance.now();
  const cloud = await run(options);
  stopWhenAsked(cloud);
  printAddresses(cloud, performance.now() - startedAtMs);
  if (!options.seedDemo) return;
  const { email, password } = await seedDemo(cloud);
  print(`  The demo is there: sign in as ${email} with "${password}".\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
