/**
 * Keeps the core of the load generator from falling asleep.
 *
 * On a virtual machine a write to a process on a sleeping core makes the writer wake it, which takes longer than
 * the write itself: a server that sends frames one by one would pay for it with each, and one that sends them all
 * at once only with the first. Clients across a network cost no server that.
 */
let turns = 0;
/** The most that were seen in a sample: what it does when nothing is to be done. */
let idleTurnsPerMs = 0;

const sampleMs = 50;

/** From now on the process asks its event loop for work all the time; the answer ends that. */
export function keepCoreAwake(): () => void {
  let isAwake = true;
  const turn = () => {
    turns += 1;
    if (isAwake) setImmediate(turn);
  };
  turn();
  let [turnsBefore, sampledMs] = [turns, performance.now()];
  const sampler = setInterval(() => {
    const nowMs = performance.now();
    idleTurnsPerMs = Math.max(idleTurnsPerMs, (turns - turnsBefore) / (nowMs - sampledMs));
    [turnsBefore, sampledMs] = [turns, nowMs];
  }, sampleMs);
  return () => {
    isAwake = false;
    clearInterval(sampler);
    idleTurnsPerMs = 0;
  };
}

/** Measures what share of its core the process works from now until it is asked. */
export function openLoadMeter(): () => number {
  const { user, system } = process.cpuUsage();
  const [turnsBefore, startedMs] = [turns, performance.now()];
  return () => {
    const tookMs = performance.now() - startedMs;
    if (idleTurnsPerMs > 0) return Math.max(0, 1 - (turns - turnsBefore) / (idleTurnsPerMs * tookMs));
    const used = process.cpuUsage();
    return (used.user + used.system - user - system) / 1_000 / tookMs;
  };
}
