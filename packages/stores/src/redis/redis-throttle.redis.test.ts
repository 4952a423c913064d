import { testThrottle } from "@parley/chat/throttle/throttle.contract";
import { afterAll, inject } from "vitest";
import { createRedis } from "./redis-client.ts";
import { RedisThrottle } from "./redis-throttle.ts";

const redis = createRedis({ url: inject("redisUrl"), cluster: false });

afterAll(() => {
  redis.disconnect();
});

testThrottle("RedisThrottle", {
  throttle: new RedisThrottle(redis),
  advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});
