import type { Identity } from "@parley/chat/connection/identity";
import { benchSettings } from "@parley/chat/message/testing/room-log-bench";
import type { RoomId, UserId } from "@parley/protocol";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { RedisClient } from "./redis-client.ts";
import { RedisPresenceStore } from "./redis-presence-store.ts";
import { RedisRoomLog } from "./redis-room-log.ts";
import { RedisThrottle } from "./redis-throttle.ts";
import { RedisTicketStore } from "./redis-ticket-store.ts";
import { findKeys, openServers } from "./testing/open-servers.ts";

const hourMs = 3_600_000;

/** What Redis keeps after its clock was set back (or forward) by so much: all its times lie further ahead. */
async function setBack(redis: RedisClient, pattern: string, ms: number): Promise<void> {
  for (const key of await findKeys(redis, pattern)) {
    const type = await redis.type(key);
    if (type === "list") {
      const times = (await redis.lrange(key, 0, -1)).map((time) => Number(time) + ms);
      for (const [at, time] of times.entries()) await redis.lset(key, at, time);
    }
    if (type === "zset") {
      const scored = await redis.zrange(key, "0", "-1", "WITHSCORES");
      for (let at = 0; at < scored.length; at += 2) {
        await redis.zadd(key, Number(scored[at + 1]) + ms, scored[at] ?? "");
      }
    }
    const leftMs = await redis.pttl(key);
    if (leftMs >= 0) await redis.pexpire(key, leftMs + ms);
  }
}

afterEach(() => {
  vi.useRealTimers();
});

describe.each(openServers())("a clock that jumps, on $name", ({ redis }) => {
  const limit = [{ count: 2, windowMs: 60_000 }];

  it("[THR1] back keeps nobody waiting for longer than their window", async () => {
    const throttle = new RedisThrottle(redis);
    const who = `usr_${Math.random()}`;
    for (let taken = 0; taken < 2; taken += 1) await throttle.take(who, limit);
    expect(await throttle.take(who, limit)).toMatchObject({ allowed: false });
    await setBack(redis, "bucket:*", hourMs);
    expect(await throttle.take(who, limit)).toMatchObject({ allowed: true });
  });

  it("[SEC3] back gives no ticket a longer life", async () => {
    const store = new RedisTicketStore(redis);
    const identity = { userId: "usr_1" as UserId, sessionId: "ses_1", username: "ada", name: "Ada" };
    const whole: Identity = { ...identity, lastName: "L", sessionExpiresAtMs: 1_800_000_000_000 };
    const { ticket } = await store.issue(whole);
    await setBack(redis, "ticket:*", hourMs);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
    expect(await store.redeem(ticket)).toBeUndefined();
  });

  it("[PRES4] back leaves nobody online who has gone", async () => {
    const leaseMs = 300;
    const store = new RedisPresenceStore(redis, leaseMs);
    const user = `usr_${Math.random()}` as UserId;
    await store.renew(user, "con_1");
    await store.claimOnline(user, ["rom_1" as RoomId]);
    await setBack(redis, `user:{${user}}:connections`, hourMs);
    expect(await store.renew(user, "con_2")).toMatchObject({ live: 2 });
    await new Promise((resolve) => setTimeout(resolve, 2 * leaseMs));
    const gone = async () => (await store.takeLapsed(1_000)).map((lapsed) => lapsed.user);
    await expect.poll(gone).toContain(user);
  });

  it("[DRAIN5] back leaves no room to a drainer that died", async () => {
    const log = new RedisRoomLog(redis, benchSettings);
    const room = `rom_${Math.random()}` as RoomId;
    const user = "usr_ada" as UserId;
    const members = [{ user, role: "owner" as const, mutedUntilMs: 0 }];
    const empty = { archived: false, slowModeMs: 0, headSeq: 0, entries: [], seen: [], listeners: [] };
    await log.hydrate({ room, kind: "private", members, ...empty });
    const append = (id: string) =>
      log.append({
        room,
        user,
        eventId: id,
        key: id,
        text: `{"seq":\u0001}`,
        requires: { be: "poster" },
        effect: { change: "none" },
        subject: "",
        lease: { token: id },
      });
    expect(await append("evt_1")).toMatchObject({ batch: { entries: [{ seq: 1 }] } });
    expect(await append("evt_2")).not.toHaveProperty("batch");
    await setBack(redis, `room:{${room}}:lease`, hourMs);
    expect(await append("evt_3")).toMatchObject({
      seq: 3,
      batch: { entries: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] },
    });
  });
});
