import type { RateLimit } from "./rate-limit.ts";

export type ThrottleOutcome =
  | { readonly allowed: true }
  /** Refused without taking anything; the same call will pass after `retryAfterMs`. */
  | { readonly allowed: false; readonly retryAfterMs: number };

/** Token buckets shared by every Lambda: `take` is atomic over all windows of the limit. */
export interface Throttle {
  take(subject: string, limit: RateLimit): Promise<ThrottleOutcome>;
}
