import type { Log } from "./log.ts";

/** Has a function run at the next flush, once however often it was asked for. */
export type Batch = (flush: () => void) => void;

/** Gathers notifications, so that a burst of frames tells every listener once. */
export function createBatch(schedule: (flush: () => void) => void, log: Log): Batch {
  const waiting = new Set<() => void>();
  const flushAll = () => {
    const flushes = [...waiting];
    waiting.clear();
    for (const flush of flushes) guarded(log, flush);
  };
  return (flush) => {
    if (waiting.size === 0) schedule(flushAll);
    waiting.add(flush);
  };
}

/** Runs what belongs to the application; what it throws is logged and harms nobody else. */
export function guarded(log: Log, run: () => void): void {
  try {
    run();
  } catch (error) {
    log("error", "a listener threw", undefined, error);
  }
}
