import { parseRateLimit } from "@parley/chat/throttle/rate-limit";
import { afterAll, expect, inject, test } from "vitest";
import { createRedis } from "./redis-client.ts";
import { RedisThrottle } from "./redis-throttle.ts";

const redis = createRedis({ url: inject("redisUrl"), cluster: false });
const throttle = new RedisThrottle(redis);

afterAll(() => {
  redis.disconnect();
});

async function take(subject: string, limit: string) {
  const outcome = await throttle.take(subject, parseRateLimit(limit));
  return outcome.allowed ? outcome.quota : undefined;
}

test("the quota is of the window that has the least left", async () => {
  const who = `usr_${Math.random()}`;
  const left: (number | undefined)[] = [];
  for (let taken = 0; taken < 4; taken += 1) left.push((await take(who, "3/minute,9/hour"))?.remaining);
  expect(left).toEqual([2, 1, 0, undefined]);
});

test("the quota says when there is one more: when the oldest token comes back", async () => {
  const who = `usr_${Math.random()}`;
  await take(who, "9/hour");
  await new Promise((resolve) => setTimeout(resolve, 30));
  const second = await take(who, "9/hour");
  expect(second?.remaining).toBe(7);
  expect(second?.resetMs).toBeGreaterThan(3_500_000);
  expect(second?.resetMs).toBeLessThanOrEqual(3_600_000 - 30);
});
