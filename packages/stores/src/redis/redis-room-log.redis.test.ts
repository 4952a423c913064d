import type { RoomSnapshot } from "@parley/chat/message/room-log";
import { testRoomLog } from "@parley/chat/message/room-log.contract";
import { benchSettings } from "@parley/chat/message/testing/room-log-bench";
import type { RoomId, UserId } from "@parley/protocol";
import { describe, expect, it } from "vitest";
import { RedisRoomLog } from "./redis-room-log.ts";
import { findKeys, loseRooms, openServers } from "./testing/open-servers.ts";

const servers = openServers();
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

for (const { name, redis } of servers) {
  testRoomLog(`RedisRoomLog on ${name}`, {
    log: new RedisRoomLog(redis, benchSettings),
    advance: sleep,
    now: () => Date.now(),
    lose: () => loseRooms(redis),
  });
}

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
const append = (log: RedisRoomLog, room: RoomId, id: string) =>
  log.append({
    room,
    user: ada,
    eventId: id,
    key: id,
    text: `{"seq":\u0001}`,
    requires: { be: "poster" },
    effect: { change: "none" },
    subject: "",
    lease: { token: id },
  });
const attach = (log: RedisRoomLog, room: RoomId) =>
  log.attach({ room, user: ada, connectionId: "a1", after: null, limit: 1 });

describe.each(servers)("letting go on $name", ({ redis }) => {
  const log = new RedisRoomLog(redis, benchSettings);

  it("[REC8] expires a room that nobody listens to, and keeps it as soon as somebody does", async () => {
    const room = "rom_idle" as RoomId;
    await log.hydrate(snapshotOf(room));
    const ttl = (part = "meta") => redis.pttl(`room:{${room}}:${part}`);
    expect(await ttl()).toBeGreaterThan(0);
    await attach(log, room);
    expect(await ttl()).toBe(-1);
    await log.detach([room], "a1");
    expect(await ttl()).toBeGreaterThan(0);
    await append(log, room, "evt_1");
    expect(await ttl()).toBe(-1);
    expect(await ttl("members")).toBe(-1);
  });

  it.each(["meta", "log", "members", "seen", "online"])(
    "[REC9] finds a room cold when its %s was evicted: half a room is none",
    async (part) => {
      const room = `rom_half_${part}` as RoomId;
      await log.hydrate(snapshotOf(room));
      await attach(log, room);
      await redis.del(`room:{${room}}:${part}`);
      expect(await append(log, room, `evt_${part}`)).toEqual({ kind: "cold" });
      expect(await log.hydrate(snapshotOf(room))).toBe("installed");
      expect(await append(log, room, `evt_${part}`)).toMatchObject({ kind: "appended", seq: 1 });
    },
  );

  it("[DEL4] takes connections off that cannot be any more, so that their rooms can rest", async () => {
    const room = "rom_ghost" as RoomId;
    const brief = new RedisRoomLog(redis, { ...benchSettings, connectionMs: 50 });
    await log.hydrate(snapshotOf(room));
    await attach(log, room);
    await sleep(80);
    await brief.listNeglected(10_000);
    expect(await log.listeners(room)).toEqual([]);
    expect(await redis.pttl(`room:{${room}}:meta`)).toBeGreaterThan(0);
  });

  it("[REC10] every key of a room lies in the room's slot", async () => {
    const room = "rom_slot" as RoomId;
    await log.hydrate({ ...snapshotOf(room), slowModeMs: 60_000 });
    await append(log, room, "evt_slot");
    await log.signal({ room, user: ada, intervalMs: 60_000 });
    const keys = await findKeys(redis, "*rom_slot*");
    expect(keys.length).toBeGreaterThan(5);
    for (const key of keys) expect(key).toContain("{rom_slot}");
  });
});
