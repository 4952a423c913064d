import type { RoomSnapshot } from "@parley/chat/message/room-log";
import { testRoomLog } from "@parley/chat/message/room-log.contract";
import { benchSettings } from "@parley/chat/message/testing/room-log-bench";
import type { RoomId, UserId } from "@parley/protocol";
import { afterAll, describe, expect, inject, it } from "vitest";
import { createRedis } from "./redis-client.ts";
import { RedisRoomLog } from "./redis-room-log.ts";

// A database of its own: emptying it must not disturb the other suites.
const redis = createRedis({ url: `${inject("redisUrl")}/1`, cluster: false });
const log = new RedisRoomLog(redis, benchSettings);
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

afterAll(() => {
  redis.disconnect();
});

testRoomLog("RedisRoomLog", {
  log,
  advance: sleep,
  now: () => Date.now(),
  lose: async () => {
    await redis.flushdb();
  },
});

const ada = "usr_ada" as UserId;
const snapshotOf = (room: RoomId): RoomSnapshot => ({
  room,
  kind: "private",
  archived: false,
  slowModeMs: 0,
  headSeq: 0,
  members: [{ user: ada, role: "owner", mutedUntilMs: 0 }],
  entries: [],
  seen: [],
  listeners: [],
});
const append = (room: RoomId, id: string) =>
  log.append({
    room,
    user: ada,
    eventId: id,
    key: id,
    text: `{"seq":\u0001}`,
    requires: { be: "speaker" },
    effect: { change: "none" },
    subject: "",
    lease: { token: id },
  });
const attach = (room: RoomId) => log.attach({ room, user: ada, connectionId: "a1", after: null, limit: 1 });

describe("letting go", () => {
  it("[REC8] expires a room that nobody listens to, and keeps it as soon as somebody does", async () => {
    const room = "rom_idle" as RoomId;
    await log.hydrate(snapshotOf(room));
    const ttl = (part = "meta") => redis.pttl(`room:{${room}}:${part}`);
    expect(await ttl()).toBeGreaterThan(0);
    await attach(room);
    expect(await ttl()).toBe(-1);
    await log.detach([room], "a1");
    expect(await ttl()).toBeGreaterThan(0);
    await append(room, "evt_1");
    expect(await ttl()).toBe(-1);
    expect(await ttl("members")).toBe(-1);
  });

  it.each(["meta", "log", "members", "seen", "online"])(
    "[REC9] finds a room cold when its %s was evicted: half a room is none",
    async (part) => {
      const room = `rom_half_${part}` as RoomId;
      await log.hydrate(snapshotOf(room));
      await attach(room);
      await redis.del(`room:{${room}}:${part}`);
      expect(await append(room, `evt_${part}`)).toEqual({ kind: "cold" });
      expect(await log.hydrate(snapshotOf(room))).toBe("installed");
      expect(await append(room, `evt_${part}`)).toMatchObject({ kind: "appended", seq: 1 });
    },
  );

  it("[DEL4] takes connections off that cannot be any more, so that their rooms can rest", async () => {
    const room = "rom_ghost" as RoomId;
    const brief = new RedisRoomLog(redis, { ...benchSettings, connectionMs: 50 });
    await log.hydrate(snapshotOf(room));
    await attach(room);
    await sleep(80);
    await brief.listNeglected(10_000);
    expect(await log.listeners(room)).toEqual([]);
    expect(await redis.pttl(`room:{${room}}:meta`)).toBeGreaterThan(0);
  });
});

describe("keys", () => {
  it("[REC10] lie in the room's slot, all of them", async () => {
    const room = "rom_slot" as RoomId;
    await log.hydrate(snapshotOf(room));
    await append(room, "evt_slot");
    await log.signal({ room, user: ada, intervalMs: 1_000 });
    const keys = await redis.keys("*rom_slot*");
    expect(keys.length).toBeGreaterThan(5);
    for (const key of keys) expect(key).toContain("{rom_slot}");
  });
});
