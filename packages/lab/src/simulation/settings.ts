import { roomLogDefaults } from "@parley/stores/redis/redis-room-log";

/** When every run begins. */
export const startMs = Date.parse("2026-01-01T00:00:00.000Z");

/** A small log, so that what is trimmed and fetched from Postgres is part of every run. */
export const hotSettings = { ...roomLogDefaults, eventsKept: 12, keysKept: 20, batchMax: 8, idleMs: 20_000 };
