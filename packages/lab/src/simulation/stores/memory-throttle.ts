import type { RateLimit } from "@parley/chat/throttle/rate-limit";
import type { Throttle, ThrottleOutcome } from "@parley/chat/throttle/throttle";
import type { MemoryRedis } from "./memory-redis.ts";

/** `Throttle` in memory, for the simulation: the last times, newest first, as the real one's Lua keeps them. */
export class MemoryThrottle implements Throttle {
  readonly #redis: MemoryRedis;

  constructor(redis: MemoryRedis) {
    this.#redis = redis;
  }

  async take(subject: string, limit: RateLimit): Promise<ThrottleOutcome> {
    const now = this.#redis.now();
    const taken = this.#redis.lists.get(subject) ?? [];
    const waits = limit.map(({ count, windowMs }) => (taken[count - 1] ?? -Infinity) + windowMs - now);
    const retryAfterMs = Math.max(0, ...waits);
    if (retryAfterMs > 0) return { allowed: false, retryAfterMs };
    const most = Math.max(0, ...limit.map(({ count }) => count));
    this.#redis.lists.set(subject, [now, ...taken].slice(0, most));
    return { allowed: true };
  }
}
