import type { Clock } from "../clock.ts";

/** A clock that a test turns. Timers run in the order of their times, and whatever they cause before the next. */
export interface FakeClock extends Clock {
  /** Turns the clock forward, running what falls due. */
  advance(ms: number): Promise<void>;
  /** Turns it forward at once, as a machine that slept: what fell due meanwhile runs late. */
  sleep(ms: number): Promise<void>;
  /** How many timers wait: none may be left behind by what was closed. */
  readonly pending: number;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  run(): void;
}

export function fakeClock(startMs = Date.UTC(2026, 0, 1)): FakeClock {
  let now = startMs;
  let order = 0;
  const timers = new Map<number, Timer>();
  const next = (upTo: number) =>
    [...timers.entries()]
      .filter(([, timer]) => timer.at <= upTo)
      .toSorted(([, a], [, b]) => a.at - b.at || a.order - b.order)[0];
  const runDue = async (upTo: number) => {
    await settle();
    for (let due = next(upTo); due !== undefined; due = next(upTo)) {
      const [id, timer] = due;
      timers.delete(id);
      now = Math.max(now, timer.at);
      timer.run();
      await settle();
    }
  };
  return {
    now: () => now,
    setTimeout: (run, delayMs) => {
      order += 1;
      timers.set(order, { at: now + Math.max(0, delayMs), order, run });
      return order;
    },
    clearTimeout: (timer) => {
      timers.delete(timer as number);
    },
    advance: async (ms) => {
      const end = now + ms;
      await runDue(end);
      now = end;
    },
    sleep: async (ms) => {
      now += ms;
      await runDue(now);
    },
    get pending() {
      return timers.size;
    },
  };
}

/** Lets every promise that can go on do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
