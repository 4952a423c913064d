import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { cache } from "@parley/topology";
import type { RedisControl } from "../cloud-types.ts";
import { findFreePort, loopback } from "./loopback-port.ts";
import { findRedisBinary } from "./redis-binary.ts";
import { type SupervisedProcess, superviseProcess } from "./supervised-process.ts";

export interface RedisServer extends RedisControl {
  stop(): Promise<void>;
}

export interface RedisOptions {
  /** Where it may write; nothing is kept there. */
  readonly dataDir: string;
  readonly onLine: (line: string) => void;
  readonly note: (detail: string) => void;
}

const startTimeoutMs = 10_000;

/**
 * Starts a Redis of our own on loopback, without persistence: whatever stands in Redis can be rebuilt,
 * and one that came back with half of its data would hide a fault in the rebuilding.
 *
 * @throws {Error} when no server can be found or it does not answer within 10 s.
 */
export async function startRedis(options: RedisOptions): Promise<RedisServer> {
  const binary = await findRedisBinary(options.note);
  const port = await findFreePort();
  let running: SupervisedProcess | undefined;
  const start = async () => {
    if (running?.isRunning() === true) return;
    const args = ["--port", String(port), "--bind", loopback, "--save", "", "--appendonly", "no"];
    for (const [name, value] of Object.entries(cache.parameters)) args.push(`--${name}`, value);
    running = await superviseProcess({
      name: "Redis",
      command: binary.command,
      args: [...args, "--dir", options.dataDir, "--daemonize", "no"],
      env: binary.env,
      stopSignal: "TERM",
      onLine: options.onLine,
    });
    await waitForRedis(port, running);
  };
  await start();
  return {
    url: `redis://${loopback}:${port}`,
    start,
    empty: async () => {
      if (!(await askRedis(port, "FLUSHALL", "+OK"))) throw new Error("Redis could not be emptied.");
    },
    kill: async () => {
      running?.signal("SIGKILL");
      await running?.exited;
    },
    stop: async () => running?.stop(),
  };
}

async function waitForRedis(port: number, process: SupervisedProcess): Promise<void> {
  const deadlineMs = Date.now() + startTimeoutMs;
  while (Date.now() < deadlineMs) {
    if (!process.isRunning()) throw new Error("Redis ended while it was starting; its log says why.");
    if (await askRedis(port, "PING", "+PONG")) return;
    await sleep(10);
  }
  throw new Error(`Redis did not answer within ${startTimeoutMs / 1000} s.`);
}

/** Whether Redis gives this very answer to a command. */
function askRedis(port: number, command: string, answer: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, loopback, () => socket.write(`${command}\r\n`));
    const finish = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(1_000, () => finish(false));
    socket.once("data", (data) => finish(data.toString().startsWith(answer)));
    socket.once("error", () => finish(false));
  });
}
