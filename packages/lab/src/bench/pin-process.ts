import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** Whether processes can be pinned here: Linux's `taskset`, and two cores to choose from. */
export const canPin = availableParallelism() > 1 && spawnSync("taskset", ["--version"]).status === 0;

/** Pins a process with all its threads to a core, where that is possible. */
export function pinProcess(pid: number, core: number): void {
  if (canPin) spawnSync("taskset", ["-a", "-c", "-p", String(core), String(pid)]);
}
