import { testRoomLog } from "@parley/chat/message/room-log.contract";
import { benchSettings } from "@parley/chat/message/testing/room-log-bench";
import { MemoryRedis } from "./memory-redis.ts";
import { MemoryRoomLog } from "./memory-room-log.ts";

let nowMs = Date.parse("2026-01-01T00:00:00.000Z");
const redis = new MemoryRedis(() => nowMs);

testRoomLog("MemoryRoomLog", {
  log: new MemoryRoomLog(redis, benchSettings),
  now: () => nowMs,
  advance: async (ms) => {
    nowMs += ms;
  },
  lose: async () => {
    // An emptied Redis that did not restart: the server is the same.
    redis.flush();
  },
});
