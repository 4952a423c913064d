import { parseRateLimit } from "@parley/chat/throttle/rate-limit";
import { afterAll, describe, expect, inject, it } from "vitest";
import { createRedis } from "./redis-client.ts";
import { RedisThrottle } from "./redis-throttle.ts";

const redis = createRedis({ url: inject("redisUrl"), cluster: false });
const throttle = new RedisThrottle(redis);
const subject = () => `usr_${Math.random()}`;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

afterAll(() => {
  redis.disconnect();
});

describe("take", () => {
  it("allows the count of each window and then tells a true wait", async () => {
    const who = subject();
    const limit = [{ count: 3, windowMs: 400 }];
    for (let taken = 0; taken < 3; taken += 1)
      expect(await throttle.take(who, limit)).toEqual({ allowed: true });
    const refused = await throttle.take(who, limit);
    if (refused.allowed) throw new Error("the fourth was allowed");
    expect(refused.retryAfterMs).toBeGreaterThan(300);
    expect(refused.retryAfterMs).toBeLessThanOrEqual(400);
    await sleep(refused.retryAfterMs - 60);
    expect((await throttle.take(who, limit)).allowed).toBe(false);
    await sleep(70);
    expect(await throttle.take(who, limit)).toEqual({ allowed: true });
  });

  it("holds all windows at once: the eleventh of a minute waits although a second has passed", async () => {
    const who = subject();
    const limit = [
      { count: 1, windowMs: 20 },
      { count: 10, windowMs: 60_000 },
    ];
    for (let taken = 0; taken < 10; taken += 1) {
      expect(await throttle.take(who, limit)).toEqual({ allowed: true });
      const soon = await throttle.take(who, limit);
      expect(soon).toMatchObject({ allowed: false });
      await sleep(25);
    }
    const eleventh = await throttle.take(who, limit);
    expect(!eleventh.allowed && eleventh.retryAfterMs).toBeGreaterThan(58_000);
  });

  it("never lets more than the count through, however many ask at once", async () => {
    const who = subject();
    const limit = parseRateLimit("7/minute");
    const outcomes = await Promise.all(Array.from({ length: 60 }, () => throttle.take(who, limit)));
    expect(outcomes.filter((outcome) => outcome.allowed)).toHaveLength(7);
  });

  it("takes nothing for a refusal, and nothing at all when unlimited", async () => {
    const who = subject();
    const limit = [{ count: 1, windowMs: 150 }];
    await throttle.take(who, limit);
    for (let asked = 0; asked < 20; asked += 1) await throttle.take(who, limit);
    await sleep(155);
    expect((await throttle.take(who, limit)).allowed).toBe(true);
    for (let asked = 0; asked < 50; asked += 1) expect((await throttle.take(who, [])).allowed).toBe(true);
  });
});
