import { presenceBenchLeaseMs, testPresenceStore } from "@parley/chat/presence/presence-store.contract";
import { afterAll, inject } from "vitest";
import { createRedis } from "./redis-client.ts";
import { RedisPresenceStore } from "./redis-presence-store.ts";

const redis = createRedis({ url: inject("redisUrl"), cluster: false });

afterAll(() => {
  redis.disconnect();
});

testPresenceStore("RedisPresenceStore", {
  store: new RedisPresenceStore(redis, presenceBenchLeaseMs),
  advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  now: () => Date.now(),
});
