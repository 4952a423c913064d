/** What a Postgres that did not end properly leaves behind, put right before the next one starts. */
import { readFile, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, readWorkingDirectory, signalProcess } from "./process-table.ts";

const stopTimeoutMs = 10_000;

/**
 * Clears `postmaster.pid` of a server that is gone, and ends one that still runs on this directory
 * though its stack is gone. Postgres itself gives up when the id in that file has been given to any
 * other process since, as happens in every restarted container.
 *
 * Call it only while holding the stack's own lock: it takes whatever runs there for an orphan.
 */
export async function recoverDataDirectory(dataDir: string): Promise<void> {
  const lockFile = join(dataDir, "postmaster.pid");
  const text = await readFile(lockFile, "utf8").catch(() => undefined);
  if (text === undefined) return;
  const pid = Number(text.split("\n")[0]);
  if (Number.isInteger(pid) && pid > 1 && isAlive(pid) && (await worksIn(pid, dataDir))) {
    signalProcess(pid, "SIGINT");
    const deadlineMs = Date.now() + stopTimeoutMs;
    while (isAlive(pid) && Date.now() < deadlineMs) await sleep(50);
    if (isAlive(pid)) throw new Error(`Another Postgres (pid ${pid}) runs on ${dataDir} and does not stop.`);
    return;
  }
  await rm(lockFile, { force: true });
}

/** A postmaster's working directory is its data directory. */
async function worksIn(pid: number, dataDir: string): Promise<boolean> {
  const directory = await readWorkingDirectory(pid);
  return directory !== undefined && directory === (await realpath(dataDir));
}
