import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { pinProcess } from "../pin-process.ts";

/** Everything that is measured runs on this core, the stores with it; the load generator on core 0. */
const serverCore = 1;

export interface ServerProcess<Ready> {
  readonly ready: Ready;
  /** CPU time of the process so far, in ms; not of processes that it started. */
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** Starts a script of this folder as a process; it answers with one message when it is ready. */
export async function startServer<Ready>(
  script: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess<Ready>> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), {
    env: { ...process.env, NODE_ENV: "production", ...environment },
    // What a server starts inherits the core, and nothing escapes by being started first.
    execArgv: [],
  });
  pinProcess(child.pid ?? 0, serverCore);
  const failed = once(child, "exit").then(([code]) => {
    throw new Error(`${script} ended with ${code} before it was ready.`);
  });
  const [ready] = (await Promise.race([once(child, "message"), failed])) as [Ready];
  failed.catch(() => {});
  return {
    ready,
    child,
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}
