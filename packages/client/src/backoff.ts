/**
 * Full jitter: a random time up to an exponentially growing bound, so that clients that lost the same
 * gateway at once come back spread out. Source of the name and the choice: "Exponential Backoff And
 * Jitter", AWS Architecture Blog.
 *
 * `attempt` counts from 0. `random` is in [0, 1).
 */
export function fullJitterMs(random: () => number, attempt: number, baseMs: number, capMs: number): number {
  return Math.round(random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30)));
}
