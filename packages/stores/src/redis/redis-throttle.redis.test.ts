import { testThrottle } from "@parley/chat/throttle/throttle.contract";
import { RedisThrottle } from "./redis-throttle.ts";
import { openServers } from "./testing/open-servers.ts";

for (const { name, redis } of openServers()) {
  testThrottle(`RedisThrottle on ${name}`, {
    throttle: new RedisThrottle(redis),
    advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}
