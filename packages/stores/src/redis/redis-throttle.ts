import type { RateLimit } from "@parley/chat/throttle/rate-limit";
import type { Throttle, ThrottleOutcome } from "@parley/chat/throttle/throttle";
import { bucketKey } from "./keys.ts";
import type { RedisClient } from "./redis-client.ts";
import { defineScript, runScript } from "./redis-script.ts";

/**
 * A bucket is the list of when its last tokens were taken, newest first, by Redis's clock in ms. Each token
 * comes back exactly one window after it was taken: so a window of any position never holds more than
 * `count`, and the wait that is told is the true one. The n-th newest entry decides for a window of n.
 *
 * What was taken later than now was taken by a clock that has been set back: it is forgotten, for the wait would be
 * as long as the clock's jump.
 *
 * ARGV: pairs of count and window ms. Answers the ms to wait (≥ 1, nothing was taken), or 0 and then what is
 * left of the window that has the least left, and the ms until it has one more. How many stand in a window is
 * found by bisection: the list is sorted.
 */
const takeScript = defineScript(`
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local wait, most, longest = 0, 0, 0
if tonumber(redis.call('LINDEX', KEYS[1], 0) or 0) > now + 1000 then redis.call('DEL', KEYS[1]) end
for i = 1, #ARGV, 2 do
  local count, windowMs = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
  most, longest = math.max(most, count), math.max(longest, windowMs)
  local taken = redis.call('LINDEX', KEYS[1], count - 1)
  if taken then wait = math.max(wait, taken + windowMs - now) end
end
if wait > 0 then return { wait } end
redis.call('LPUSH', KEYS[1], now)
redis.call('LTRIM', KEYS[1], 0, most - 1)
redis.call('PEXPIRE', KEYS[1], longest)
local length, least, reset = redis.call('LLEN', KEYS[1]), math.huge, 0
for i = 1, #ARGV, 2 do
  local count, windowMs = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
  local low, high = 1, math.min(count, length)
  while low < high do
    local middle = math.ceil((low + high) / 2)
    if tonumber(redis.call('LINDEX', KEYS[1], middle - 1)) + windowMs > now then low = middle else high = middle - 1 end
  end
  if count - low < least then
    least, reset = count - low, tonumber(redis.call('LINDEX', KEYS[1], low - 1)) + windowMs - now
  end
end
return { 0, least, reset }
`);

/** `Throttle` on Redis: atomic over every Lambda, all windows in one step. */
export class RedisThrottle implements Throttle {
  readonly #redis: RedisClient;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  async take(subject: string, limit: RateLimit): Promise<ThrottleOutcome> {
    if (limit.length === 0) return { allowed: true };
    const args = limit.flatMap(({ count, windowMs }) => [count, windowMs]);
    const reply = (await runScript(this.#redis, takeScript, [bucketKey(subject)], args)) as number[];
    const [waitMs = 0, remaining = 0, resetMs = 0] = reply;
    return waitMs === 0
      ? { allowed: true, quota: { remaining, resetMs } }
      : { allowed: false, retryAfterMs: waitMs };
  }
}
