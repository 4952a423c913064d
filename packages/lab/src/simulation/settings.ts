import { type RoomLogSettings, roomLogDefaults } from "@parley/stores/redis/redis-room-log";

/** When every run begins. */
export const startMs = Date.parse("2026-01-01T00:00:00.000Z");

/** A small log that is soon busy, so that what is trimmed, fetched and waited for is part of every run. */
export const hotSettings: RoomLogSettings = {
  ...roomLogDefaults,
  eventsKept: 12,
  keysKept: 20,
  batchMax: 8,
  idleMs: 20_000,
  eventWeightMs: 300,
  busyAfterMs: 500,
  windowPerListenerMs: 30,
};
