import { setTimeout as sleep } from "node:timers/promises";

/**
 * Keeps the core of the load generator from falling asleep.
 *
 * On a virtual machine a write to a process on a sleeping core makes the writer wake it, which takes longer than
 * the write itself: a server that sends frames one by one would pay for it with each, and one that sends them all
 * at once only with the first. Clients across a network cost no server that.
 */
let turns = 0;
let idleTurnsPerMs = Number.NaN;

/** What is measured before is of code that is not compiled yet. */
const warmUpMs = 500;
const calibrationMs = 300;

/** From now on the process asks its event loop for work all the time. Resolves when it is known how often it can. */
export async function keepCoreAwake(): Promise<void> {
  const turn = () => {
    turns += 1;
    setImmediate(turn);
  };
  turn();
  await sleep(warmUpMs);
  const [turnsBefore, startedMs] = [turns, performance.now()];
  await sleep(calibrationMs);
  idleTurnsPerMs = (turns - turnsBefore) / (performance.now() - startedMs);
}

/** Measures what share of its core the process works from now until it is asked. */
export function openLoadMeter(): () => number {
  const { user, system } = process.cpuUsage();
  const [turnsBefore, startedMs] = [turns, performance.now()];
  return () => {
    const tookMs = performance.now() - startedMs;
    if (!Number.isNaN(idleTurnsPerMs))
      return Math.max(0, 1 - (turns - turnsBefore) / (idleTurnsPerMs * tookMs));
    const used = process.cpuUsage();
    return (used.user + used.system - user - system) / 1_000 / tookMs;
  };
}
