import { fullJitterMs } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import type { Surroundings } from "../surroundings.ts";

export interface RetryPlan {
  /** Failures in a row. */
  readonly attempt: number;
  /** True while the service's own wish to be left alone holds. */
  isLimited(): boolean;
  /** The connection came up. */
  succeeded(): void;
  /** It was lost, or a try failed: in how many ms is the next one? Undefined: not before the page is seen. */
  failed(): number | undefined;
  /** The service asked to be left alone for so long. */
  holdOff(ms: number): void;
  /** How long a try that is wanted at once still has to wait. */
  waitMs(): number;
}

const baseMs = 1_000;
const capMs = 30_000;
/** A connection that lasted this long was a good one: the next loss starts counting anew. */
const stableMs = 10_000;
/** A hidden page may repair what a moment broke, and then rests until it is seen. */
const hiddenTriesMax = 3;

export function createRetryPlan(deps: {
  readonly clock: Clock;
  readonly random: () => number;
  readonly surroundings: Surroundings;
}): RetryPlan {
  const { clock, random, surroundings } = deps;
  let attempt = 0;
  let hiddenTries = 0;
  let upSince: number | undefined;
  let notBefore = 0;
  const waitMs = () => Math.max(0, notBefore - clock.now());
  return {
    get attempt() {
      return attempt;
    },
    isLimited: () => waitMs() > 0,
    succeeded: () => {
      upSince = clock.now();
    },
    failed: () => {
      if (upSince !== undefined && clock.now() - upSince >= stableMs) {
        attempt = 0;
        hiddenTries = 0;
      }
      upSince = undefined;
      const jitterMs = fullJitterMs(random, attempt, baseMs, capMs);
      attempt += 1;
      hiddenTries = surroundings.isVisible() ? 0 : hiddenTries + 1;
      if (hiddenTries > hiddenTriesMax) return undefined;
      // Without a network a try is a shot in the dark (the platform may be wrong): rare ones only.
      return waitMs() + (surroundings.isOnline() ? jitterMs : capMs);
    },
    holdOff: (ms) => {
      notBefore = Math.max(notBefore, clock.now() + ms);
    },
    waitMs,
  };
}
