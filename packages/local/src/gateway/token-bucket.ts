import type { Clock } from "./clock.ts";

export interface TokenBucket {
  /** Takes one token; false when there is none. */
  take(): boolean;
}

/** A bucket that holds `burst` tokens and gains `perSecond`. It starts full. */
export function createTokenBucket(
  deps: { readonly clock: Pick<Clock, "nowMs"> },
  options: { readonly perSecond: number; readonly burst: number },
): TokenBucket {
  let tokens = options.burst;
  let filledAtMs = deps.clock.nowMs();
  return {
    take: () => {
      const nowMs = deps.clock.nowMs();
      tokens = Math.min(options.burst, tokens + ((nowMs - filledAtMs) / 1000) * options.perSecond);
      filledAtMs = nowMs;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
