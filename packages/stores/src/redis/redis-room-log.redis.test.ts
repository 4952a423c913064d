import { writeEventText } from "@parley/chat/message/event-draft";
import type { AppendInput, LogEntry, RoomSnapshot } from "@parley/chat/message/room-log";
import type { RoomId, UserId } from "@parley/protocol";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";
import { createRedis } from "./redis-client.ts";
import { RedisRoomLog, roomLogDefaults } from "./redis-room-log.ts";

const redis = createRedis({ url: inject("redisUrl"), cluster: false });
const log = new RedisRoomLog(redis, {
  ...roomLogDefaults,
  eventsKept: 5,
  keysKept: 8,
  batchMax: 3,
  leaseMs: 300,
});
const ada = "usr_ada" as UserId;
const bob = "usr_bob" as UserId;
const eve = "usr_eve" as UserId;
let room: RoomId;
let made = 0;

const snapshotOf = (over: Partial<RoomSnapshot> = {}): RoomSnapshot => ({
  room,
  kind: "private",
  archived: false,
  headSeq: 0,
  members: [
    { user: ada, role: "owner", mutedUntilMs: 0 },
    { user: bob, role: "member", mutedUntilMs: 0 },
  ],
  entries: [],
  seen: [],
  listeners: [],
  ...over,
});

function message(over: Partial<AppendInput> = {}): AppendInput {
  made += 1;
  const user = over.user ?? ada;
  const text = writeEventText(
    { room, at: "2026-01-01T00:00:00.000Z", user, clientId: `c${made}` },
    { kind: "message.deleted", messageId: "msg_1" as never, by: user },
  );
  return {
    room,
    user,
    eventId: `evt_${made}`,
    key: `${user} c${made}`,
    text,
    requires: { be: "speaker" },
    effect: { change: "none" },
    lease: { token: `lease_${made}` },
    ...over,
  };
}

function durable(seq: number): LogEntry {
  return { seq, eventId: `evt_old${seq}`, key: `${ada} old${seq}`, user: ada, text: `{"seq":${seq}}` };
}

beforeEach(async () => {
  made += 1;
  room = `rom_${made}_${Math.random().toString(36).slice(2)}` as RoomId;
});
afterAll(() => {
  redis.disconnect();
});

const appendOk = async (input: AppendInput) => {
  const outcome = await log.append(input);
  if (outcome.kind === "appended" || outcome.kind === "repeated") return outcome;
  throw new Error(outcome.kind);
};

describe("append", () => {
  it("finds a room that was never hydrated cold", async () => {
    expect(await log.append(message())).toEqual({ kind: "cold" });
    expect(await log.read({ room, user: ada, after: 0, limit: 10 })).toEqual({ kind: "cold" });
  });

  it("gives contiguous seqs from the durable head on, and the lease to the first", async () => {
    await log.hydrate(snapshotOf({ headSeq: 7, entries: [durable(6), durable(7)] }));
    const first = await appendOk(message());
    const second = await appendOk(message({ user: bob }));
    expect([first.seq, second.seq]).toEqual([8, 9]);
    expect(first.batch?.entries.map((entry) => entry.seq)).toEqual([8]);
    expect(second.batch).toBeUndefined();
  });

  it("remembers a key: a repeat gets the first seq and appends nothing", async () => {
    await log.hydrate(snapshotOf({ headSeq: 1, entries: [durable(1)] }));
    const once = message();
    const first = await appendOk(once);
    const again = await appendOk({ ...once, eventId: "evt_other", lease: { token: "other" } });
    expect(again).toMatchObject({ kind: "repeated", seq: first.seq });
    expect(await appendOk(message({ key: durable(1).key }))).toMatchObject({ kind: "repeated", seq: 1 });
    expect((await appendOk(message())).seq).toBe(first.seq + 1);
  });

  it("tells strangers of a private room that it is not there, and of a public one that they may not", async () => {
    await log.hydrate(snapshotOf());
    expect(await log.append(message({ user: eve }))).toEqual({ kind: "refused", code: "not_found" });
    room = `${room}p` as RoomId;
    await log.hydrate(snapshotOf({ kind: "public" }));
    expect(await log.append(message({ user: eve }))).toEqual({ kind: "refused", code: "forbidden" });
  });

  it("refuses the muted until their time has passed, and everybody in an archived room", async () => {
    const muted = { user: bob, role: "member", mutedUntilMs: Date.now() + 60_000 } as const;
    await log.hydrate(snapshotOf({ members: [muted, { user: ada, role: "owner", mutedUntilMs: 1 }] }));
    expect(await log.append(message({ user: bob }))).toEqual({ kind: "refused", code: "forbidden" });
    expect((await appendOk(message())).kind).toBe("appended");
    room = `${room}a` as RoomId;
    await log.hydrate(snapshotOf({ archived: true }));
    expect(await log.append(message())).toEqual({ kind: "refused", code: "forbidden" });
  });

  it("lets a stranger join once, and only hosts add others", async () => {
    await log.hydrate(snapshotOf({ kind: "public" }));
    const join = (user: UserId) =>
      message({ user, requires: { be: "stranger" }, effect: { change: "join", user, role: "member" } });
    expect((await appendOk(join(eve))).kind).toBe("appended");
    expect(await log.append(join(eve))).toEqual({ kind: "refused", code: "conflict" });
    expect((await appendOk(message({ user: eve }))).kind).toBe("appended");
    const zoe = "usr_zoe" as UserId;
    const add = (user: UserId) =>
      message({
        user,
        requires: { be: "host", target: zoe },
        effect: { change: "join", user: zoe, role: "member" },
      });
    expect(await log.append(add(bob))).toEqual({ kind: "refused", code: "forbidden" });
    expect((await appendOk(add(ada))).kind).toBe("appended");
    expect(await log.append(add(ada))).toEqual({ kind: "refused", code: "conflict" });
  });

  it("ends a leaver's listening in the same step", async () => {
    await log.hydrate(snapshotOf());
    await log.attach({ room, user: bob, connectionId: "b1", after: null, limit: 1 });
    await log.attach({ room, user: ada, connectionId: "a1", after: null, limit: 1 });
    const left = await appendOk(
      message({ user: bob, requires: { be: "member" }, effect: { change: "leave", user: bob } }),
    );
    expect(left.batch?.audience.recipients).toEqual([{ connectionId: "a1", user: ada }]);
    expect(await log.append(message({ user: bob }))).toEqual({ kind: "refused", code: "not_found" });
  });
});

describe("settle", () => {
  it("shows readers nothing beyond the watermark", async () => {
    await log.hydrate(snapshotOf());
    const { lease } = { lease: { token: "drainer" } };
    const first = await appendOk(message({ lease }));
    expect(await log.read({ room, user: ada, after: 0, limit: 10 })).toMatchObject({
      mark: 0,
      head: 1,
      texts: [],
    });
    const settled = await log.settle({
      room,
      lease,
      upTo: 1,
      audienceVersion: first.batch?.audience.version ?? -1,
    });
    expect(settled).toEqual({ kind: "quiet" });
    const read = await log.read({ room, user: ada, after: 0, limit: 10 });
    expect(read).toMatchObject({ mark: 1, head: 1, stalled: false });
    expect(read.kind === "read" && read.texts.map((text) => JSON.parse(text).seq)).toEqual([1]);
  });

  it("goes on with what came meanwhile, in batches, and lets go in the step that finds nothing left", async () => {
    await log.hydrate(snapshotOf());
    const lease = { token: "drainer" };
    const first = await appendOk(message({ lease }));
    for (let more = 0; more < 4; more += 1) await appendOk(message());
    const version = first.batch?.audience.version ?? -1;
    const second = await log.settle({ room, lease, upTo: 1, audienceVersion: version });
    expect(second.kind === "more" && second.batch.entries.map((entry) => entry.seq)).toEqual([2, 3, 4]);
    const third = await log.settle({ room, lease, upTo: 4, audienceVersion: version });
    expect(third.kind === "more" && third.batch.entries.map((entry) => entry.seq)).toEqual([5]);
    expect((await log.settle({ room, lease, upTo: 5, audienceVersion: version })).kind).toBe("quiet");
    expect((await appendOk(message())).batch?.entries.map((entry) => entry.seq)).toEqual([6]);
  });

  it("tells who began to listen while the batch was under way", async () => {
    await log.hydrate(snapshotOf());
    const lease = { token: "drainer" };
    const first = await appendOk(message({ lease }));
    const late = await log.attach({ room, user: bob, connectionId: "late", after: 0, limit: 10 });
    expect(late).toMatchObject({ mark: 0, texts: [] });
    const version = first.batch?.audience.version ?? -1;
    const settled = await log.settle({ room, lease, upTo: 1, audienceVersion: version });
    expect(settled).toMatchObject({
      kind: "quiet",
      audience: { recipients: [{ connectionId: "late", user: bob }] },
    });
  });

  it("is lost for one whose lease ran out, and another takes over from the watermark", async () => {
    await log.hydrate(snapshotOf());
    await appendOk(message({ lease: { token: "dead" } }));
    expect(await log.acquire(room, { token: "early" })).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect(await log.read({ room, user: ada, after: 0, limit: 1 })).toMatchObject({ stalled: true });
    expect(await log.listStalled(10)).toContain(room);
    expect((await log.acquire(room, { token: "heir" }))?.entries.map((entry) => entry.seq)).toEqual([1]);
    expect(await log.settle({ room, lease: { token: "dead" }, upTo: 1, audienceVersion: 0 })).toEqual({
      kind: "lost",
    });
    expect((await log.settle({ room, lease: { token: "heir" }, upTo: 1, audienceVersion: 0 })).kind).toBe(
      "quiet",
    );
  });

  it("drops a log that is behind what was committed: it was restored from an old state", async () => {
    await log.hydrate(snapshotOf({ headSeq: 3 }));
    const lease = { token: "drainer" };
    await appendOk(message({ lease }));
    expect(await log.settle({ room, lease, upTo: 9, audienceVersion: 0 })).toEqual({ kind: "lost" });
    expect(await log.append(message())).toEqual({ kind: "cold" });
  });

  it("keeps a bounded log and a bounded memory of keys", async () => {
    await log.hydrate(snapshotOf());
    const lease = { token: "drainer" };
    const kept = [];
    for (let seq = 1; seq <= 200; seq += 1) {
      const input = message({ lease });
      kept.push(input);
      await appendOk(input);
      await log.settle({ room, lease, upTo: seq, audienceVersion: 0 });
    }
    const [entries, keys] = [
      await redis.xlen(`room:{${room}}:log`),
      await redis.zcard(`room:{${room}}:seen`),
    ];
    expect(entries).toBeGreaterThanOrEqual(5);
    expect(entries).toBeLessThanOrEqual(5 + 100);
    expect(keys).toBe(8);
    const read = await log.read({ room, user: ada, after: 0, limit: 10 });
    expect(read.kind === "read" && read.first).toBeGreaterThan(1);
    expect(read.kind === "read" && read.texts).toEqual([]);
    const last = kept.at(-1) as AppendInput;
    expect(await log.append(last)).toMatchObject({ kind: "repeated", seq: 200 });
  });
});

describe("rebase", () => {
  it("numbers what is pending anew behind the durable log and drops what stands there", async () => {
    await log.hydrate(snapshotOf());
    const lease = { token: "drainer" };
    const [kept, standing, joining] = [
      message({ lease }),
      message(),
      message({
        user: eve,
        requires: { be: "stranger" },
        effect: { change: "join", user: eve, role: "member" },
      }),
    ];
    for (const input of [kept, standing, joining]) await appendOk(input);
    const snapshot = snapshotOf({
      headSeq: 40,
      entries: [durable(39), durable(40)],
      seen: [{ key: standing.key, seq: 12 }],
    });
    const rebased = await log.rebase(snapshot, lease);
    expect(
      rebased.kind === "rebased" && rebased.batch?.entries.map(({ seq, eventId }) => [seq, eventId]),
    ).toEqual([
      [41, kept.eventId],
      [42, joining.eventId],
    ]);
    expect(await log.append(standing)).toMatchObject({ kind: "repeated", seq: 12 });
    expect(await log.append(kept)).toMatchObject({ kind: "repeated", seq: 41 });
    expect((await appendOk(message({ user: eve }))).kind).toBe("appended");
  });

  it("is for the lease's holder only, and gives the lease back when nothing is left", async () => {
    await log.hydrate(snapshotOf());
    await appendOk(message({ lease: { token: "other" } }));
    expect(await log.rebase(snapshotOf(), { token: "mine" })).toEqual({ kind: "lost" });
    room = `${room}q` as RoomId;
    await log.hydrate(snapshotOf());
    expect(await log.rebase(snapshotOf({ headSeq: 5 }), { token: "mine" })).toEqual({ kind: "rebased" });
    expect((await appendOk(message())).batch?.entries.map((entry) => entry.seq)).toEqual([6]);
  });
});

describe("letting go", () => {
  it("expires a room that nobody listens to, and keeps it as soon as somebody does", async () => {
    await log.hydrate(snapshotOf());
    const ttl = () => redis.pttl(`room:{${room}}:meta`);
    expect(await ttl()).toBeGreaterThan(0);
    await log.attach({ room, user: ada, connectionId: "a1", after: null, limit: 1 });
    expect(await ttl()).toBe(-1);
    await log.detach([room], "a1");
    expect(await ttl()).toBeGreaterThan(0);
    await appendOk(message());
    expect(await ttl()).toBe(-1);
    expect(await redis.pttl(`room:{${room}}:members`)).toBe(-1);
  });
});
