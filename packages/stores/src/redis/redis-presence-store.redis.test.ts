import { presenceBenchLeaseMs, testPresenceStore } from "@parley/chat/presence/presence-store.contract";
import { RedisPresenceStore } from "./redis-presence-store.ts";
import { openServers } from "./testing/open-servers.ts";

for (const { name, redis } of openServers()) {
  testPresenceStore(`RedisPresenceStore on ${name}`, {
    store: new RedisPresenceStore(redis, presenceBenchLeaseMs),
    advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    now: () => Date.now(),
  });
}
