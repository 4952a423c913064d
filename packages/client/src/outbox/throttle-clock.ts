import type { Clock } from "../clock.ts";
import type { ThrottleWindow } from "./throttle-snapshot.ts";

/**
 * The service's throttle as this client can foresee it: a token comes back exactly one window after it was
 * taken, in each window by itself. It saves frames that would be refused and feeds the countdown; the
 * service, which also sees the person's other devices, has the last word.
 */
export interface ThrottleClock {
  readonly windows: readonly ThrottleWindow[];
  /** What the service says it allows. */
  configure(windows: readonly ThrottleWindow[]): void;
  /** Epoch milliseconds at which the next message passes; not after now when it passes at once. */
  availableAt(): number;
  /** A message is sent. Returns when, for `giveBack`. */
  take(): number;
  /** The service refused what was sent then: it cost nothing. */
  giveBack(takenAt: number): void;
  /** Somebody else is signed in. */
  reset(): void;
}

export function createThrottleClock(clock: Clock): ThrottleClock {
  let windows: readonly ThrottleWindow[] = [];
  /** When the last tokens were taken, newest first. */
  let taken: number[] = [];
  return {
    get windows() {
      return windows;
    },
    configure: (told) => {
      windows = told;
    },
    availableAt: () =>
      Math.max(0, ...windows.map(({ count, windowMs }) => (taken[count - 1] ?? -windowMs) + windowMs)),
    take: () => {
      const now = clock.now();
      const most = Math.max(0, ...windows.map((window) => window.count));
      taken = [now, ...taken].slice(0, most);
      return now;
    },
    giveBack: (takenAt) => {
      const at = taken.indexOf(takenAt);
      if (at >= 0) taken = taken.toSpliced(at, 1);
    },
    reset: () => {
      taken = [];
    },
  };
}
