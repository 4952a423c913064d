/**
 * A server process that cannot outlive this one.
 *
 * A shell stands between: it holds the read end of a pipe whose only write end is ours, so when this
 * process goes, in whatever way (SIGKILL and a crash included), the pipe closes and the shell ends the
 * server. The shell leads a session of its own, so that Ctrl-C in a terminal reaches us alone and the
 * order of the shutdown stays ours.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { signalProcess } from "./process-table.ts";

/** `$0` is the signal that asks politely; fd 3 carries the server's pid to us, fd 0 is the lifeline. */
const supervisor = `
exec 4<&0
"$@" </dev/null 3>&- 4<&- &
child=$!
echo "$child" >&3
exec 3>&-
{
  cat <&4
  kill -"$0" "$child"
  tenths=0
  while [ "$tenths" -lt 50 ] && kill -0 "$child"; do sleep 0.1; tenths=$((tenths + 1)); done
  kill -KILL "$child"
} >/dev/null 2>&1 &
watcher=$!
exec 4<&-
wait "$child"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
`;

export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Whom it runs as, for a server that refuses to be root. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly stopSignal: "INT" | "TERM";
  readonly onLine: (line: string) => void;
}

export interface SupervisedProcess {
  readonly pid: number;
  /** Resolves when the server is gone, however that came about. */
  readonly exited: Promise<void>;
  /** True until `exited` resolves. */
  isRunning(): boolean;
  signal(signal: NodeJS.Signals): void;
  /** Asks it to stop, insists after 5 s, and resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts `spec.command` under the supervisor and resolves with its pid; that it serves is for the
 * caller to find out.
 *
 * @throws {Error} when it could not be started at all.
 */
export async function superviseProcess(spec: ProcessSpec): Promise<SupervisedProcess> {
  const shell = spawn("/bin/sh", ["-c", supervisor, spec.stopSignal, spec.command, ...spec.args], {
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    detached: true,
    cwd: spec.cwd,
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", ...spec.env },
    ...spec.user,
  });
  const failed = new Promise<never>((_, reject) => {
    shell.once("error", (error) => reject(new Error(`${spec.name} cannot be started: ${error.message}`)));
  });
  // Closing the lifeline of a process that has just ended is no error.
  shell.stdin?.on("error", () => {});
  for (const stream of [shell.stdout, shell.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on("line", spec.onLine);
  }
  let running = true;
  const exited = once(shell, "exit").then(() => undefined);
  shell.once("exit", () => {
    running = false;
  });
  const pid = await Promise.race([readPid(shell), failed]);
  return {
    pid,
    exited,
    isRunning: () => running,
    signal: (signal) => {
      if (running) signalProcess(pid, signal);
    },
    stop: async () => {
      shell.stdin?.destroy();
      await exited;
    },
  };
}

async function readPid(shell: ChildProcess): Promise<number> {
  const channel = shell.stdio[3];
  if (channel === null || channel === undefined || !("setEncoding" in channel)) {
    throw new Error("The supervisor has no pid channel.");
  }
  let text = "";
  for await (const chunk of channel) text += String(chunk);
  const pid = Number(text.trim());
  if (!Number.isInteger(pid) || pid <= 0) throw new Error("The supervisor did not say what it started.");
  return pid;
}
