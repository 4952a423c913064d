import { testConnectionStore } from "@parley/chat/connection/connection-store.contract";
import { testSessionGate } from "@parley/chat/connection/session-gate.contract";
import { presenceBenchLeaseMs, testPresenceStore } from "@parley/chat/presence/presence-store.contract";
import { testThrottle } from "@parley/chat/throttle/throttle.contract";
import { MemoryConnectionStore } from "./memory-connection-store.ts";
import { MemoryPresenceStore } from "./memory-presence-store.ts";
import { MemoryRedis } from "./memory-redis.ts";
import { MemorySessionGate } from "./memory-session-gate.ts";
import { MemoryThrottle } from "./memory-throttle.ts";

let nowMs = Date.parse("2026-01-01T00:00:00.000Z");
const now = () => nowMs;
const advance = async (ms: number) => {
  nowMs += ms;
};
const redis = new MemoryRedis(now);

testThrottle("MemoryThrottle", { throttle: new MemoryThrottle(redis), advance });
testPresenceStore("MemoryPresenceStore", {
  store: new MemoryPresenceStore(redis, presenceBenchLeaseMs),
  advance,
  now,
});
testConnectionStore("MemoryConnectionStore", new MemoryConnectionStore(now, () => 0));
testSessionGate("MemorySessionGate", new MemorySessionGate(redis));
