import type { RateLimit } from "./rate-limit.ts";

export type ThrottleOutcome =
  | { readonly allowed: true; readonly quota?: Quota }
  /** Refused without taking anything; the same call will pass after `retryAfterMs`. */
  | { readonly allowed: false; readonly retryAfterMs: number };

/** What is left of the window that is nearest to being empty. */
export interface Quota {
  readonly remaining: number;
  /** After so long, one more is left than now. */
  readonly resetMs: number;
}

/** Token buckets shared by every Lambda: `take` is atomic over all windows of the limit. */
export interface Throttle {
  take(subject: string, limit: RateLimit): Promise<ThrottleOutcome>;
}
