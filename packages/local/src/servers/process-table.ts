/** What the system says about processes that are not our children. */
import { readFileSync } from "node:fs";
import { readdir, readFile, readlink } from "node:fs/promises";
import { runCommand } from "./run-command.ts";

/** Whether a process with that id runs, whoever's it is; one that has ended and waits to be reaped does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Signals a process; one that has ended meanwhile is no error. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** A container whose first process reaps nothing keeps ended orphans for ever. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
  } catch {
    return false;
  }
}

/** The working directory of a process; undefined when it is gone or the system does not tell. */
export async function readWorkingDirectory(pid: number): Promise<string | undefined> {
  return readlink(`/proc/${pid}/cwd`).catch(async () => {
    // macOS has no /proc.
    const output = await runCommand({
      command: "lsof",
      args: ["-a", "-p", String(pid), "-d", "cwd", "-Fn"],
    }).catch(() => "");
    return /^n(.+)$/m.exec(output)?.[1];
  });
}

/** The ids of the children of `parent`. */
export async function listChildren(parent: number): Promise<readonly number[]> {
  const entries = await readdir("/proc").catch(() => undefined);
  if (entries === undefined) {
    const output = await runCommand({ command: "pgrep", args: ["-P", String(parent)] }).catch(() => "");
    return output.split("\n").filter(Boolean).map(Number);
  }
  const children: number[] = [];
  for (const entry of entries) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
    // pid (name, which may hold blanks and brackets) state ppid …
    const ppid = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
    if (Number(ppid) === parent) children.push(Number(entry));
  }
  return children;
}
