import { setTimeout as sleep } from "node:timers/promises";
import { postgres } from "@parley/topology";
import { Client } from "pg";
import type { PostgresControl } from "../cloud-types.ts";
import { findFreePort, loopback } from "./loopback-port.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import { recoverDataDirectory } from "./postgres-lock.ts";
import { prepareDataDirectory } from "./postgres-template.ts";
import { findPostgresUser } from "./postgres-user.ts";
import { listChildren, signalProcess } from "./process-table.ts";
import { type SupervisedProcess, superviseProcess } from "./supervised-process.ts";

export interface PostgresServer extends Omit<PostgresControl, "delay"> {
  readonly port: number;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  readonly dataDir: string;
  /** False for data that is thrown away: it then survives a killed server, and not a crashed machine. */
  readonly durable: boolean;
  readonly onLine: (line: string) => void;
}

const startTimeoutMs = 30_000;

/**
 * Starts a Postgres of our own on loopback, over TCP only, with its data in `options.dataDir`.
 *
 * @throws {Error} when there is none for this platform or it does not answer within 30 s.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const user = await findPostgresUser();
  const binaries = await findPostgresBinaries(user);
  const password = await prepareDataDirectory({ binaries, user }, options.dataDir);
  const port = await findFreePort();
  const urlOf = (role: string) => `postgres://${role}:${password}@${loopback}:${port}/${postgres.database}`;
  const url = urlOf(postgres.roles.owner);
  const settings = {
    listen_addresses: loopback,
    unix_socket_directories: "",
    max_connections: "200",
    fsync: options.durable ? "on" : "off",
    full_page_writes: options.durable ? "on" : "off",
  };
  let running: SupervisedProcess | undefined;
  const start = async () => {
    if (running?.isRunning() === true) return;
    await recoverDataDirectory(options.dataDir);
    running = await superviseProcess({
      name: "Postgres",
      command: binaries.postgres,
      args: [
        "-D",
        options.dataDir,
        "-p",
        String(port),
        ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
      ],
      env: { LC_ALL: "C" },
      ...(user === undefined ? {} : { user }),
      // "Fast shutdown": sessions are broken, the data is flushed.
      stopSignal: "INT",
      onLine: options.onLine,
    });
    await waitForPostgres(url, running);
  };
  await start();
  return { url, appUrl: urlOf(postgres.roles.app), port, start, ...controlProcess(() => running) };
}

/** What a test does to a server, by signals to its processes. */
function controlProcess(current: () => SupervisedProcess | undefined) {
  const signalAll = async (signal: NodeJS.Signals) => {
    const postmaster = current();
    if (postmaster?.isRunning() !== true) return;
    for (const child of await listChildren(postmaster.pid)) signalProcess(child, signal);
    postmaster.signal(signal);
  };
  return {
    pause: () => signalAll("SIGSTOP"),
    resume: () => signalAll("SIGCONT"),
    kill: async () => {
      current()?.signal("SIGQUIT");
      await current()?.exited;
    },
    stop: async () => {
      // One that a test left paused cannot hear that it should stop.
      await signalAll("SIGCONT");
      await current()?.stop();
    },
  };
}

async function waitForPostgres(url: string, process: SupervisedProcess): Promise<void> {
  const deadlineMs = Date.now() + startTimeoutMs;
  while (Date.now() < deadlineMs) {
    if (!process.isRunning()) throw new Error("Postgres ended while it was starting; its log says why.");
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => {});
    const answered = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => {});
    if (answered) return;
    await sleep(25);
  }
  throw new Error(`Postgres did not answer within ${startTimeoutMs / 1000} s.`);
}
