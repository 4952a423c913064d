import type { Clock } from "../gateway/clock.ts";

export interface ManualClock extends Clock {
  /** Lets time pass, running what becomes due in its order. */
  advance(byMs: number): void;
}

/** A clock that stands still until a test moves it. */
export function createManualClock(startMs = Date.UTC(2026, 0, 31, 12, 0, 0)): ManualClock {
  let nowMs = startMs;
  const timers = new Set<{ readonly dueMs: number; readonly run: () => void }>();
  return {
    nowMs: () => nowMs,
    after: (delayMs, run) => {
      const timer = { dueMs: nowMs + delayMs, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: (byMs) => {
      const endMs = nowMs + byMs;
      for (;;) {
        const [next] = [...timers]
          .filter(({ dueMs }) => dueMs <= endMs)
          .toSorted((a, b) => a.dueMs - b.dueMs);
        if (next === undefined) break;
        timers.delete(next);
        nowMs = Math.max(nowMs, next.dueMs);
        next.run();
      }
      nowMs = endMs;
    },
  };
}
