import {
  type DeliverHookDeps,
  deliverHook,
  deliveryTimeMaxMs,
  retryDelaysMs,
} from "@parley/chat/hook/deliver-hook";
import type { HookOutcome, HookPostInput } from "@parley/chat/hook/outgoing-hook-store";
import { sweepHooks } from "@parley/chat/hook/sweep-hooks";
import type { RoomId, UserId } from "@parley/protocol";
import { HookDelivery } from "@parley/protocol/integrations";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";
import { newRandomId } from "../system.ts";
import { openDatabase } from "./database.ts";
import { PostgresAuditLog } from "./postgres-audit-log.ts";
import { PostgresEventStore } from "./postgres-event-store.ts";
import { PostgresIncomingHookStore } from "./postgres-incoming-hook-store.ts";
import { PostgresInviteStore } from "./postgres-invite-store.ts";
import { PostgresOutgoingHookStore } from "./postgres-outgoing-hook-store.ts";
import { createSqlRunner } from "./sql-runner.ts";

const database = openDatabase({
  url: inject("databaseUrl"),
  wsProxy: inject("databaseWsProxy"),
  clientsMax: 8,
});
const sql = createSqlRunner(database);
const hooks = new PostgresOutgoingHookStore(sql);
const audit = new PostgresAuditLog(sql);

const host = "usr_host" as UserId;
let room: RoomId;
let nowMs: number;
let posts: HookPostInput[];
let pushed: [hook: string, delayMs: number][];
let receive: (post: HookPostInput) => HookOutcome | Promise<HookOutcome>;
let deps: DeliverHookDeps;

afterAll(() => database.end());

beforeEach(async () => {
  room = newRandomId("rom") as RoomId;
  await sql.run("test_room", "insert into rooms (id, kind, name) values ($1, 'private', 'Hooked')", [room]);
  nowMs = Date.now();
  posts = [];
  pushed = [];
  receive = () => ({ kind: "accepted" });
  deps = {
    outgoingHooks: hooks,
    events: new PostgresEventStore(sql),
    hookSender: {
      post: async (post) => {
        posts.push(post);
        return receive(post);
      },
    },
    hookQueue: { push: async (hook, delayMs) => void pushed.push([hook, delayMs]) },
    clock: { now: () => nowMs },
    newId: newRandomId,
  };
});

/** Appends events of a kind to the durable log. */
async function append(count: number, kind = "message.created"): Promise<void> {
  await sql.run(
    "test_append",
    `with moved as (
       update rooms set head_seq = head_seq + $2::integer where id = $1 returning head_seq - $2::integer as before
     )
     insert into events (room_id, seq, event_id, at, user_id, kind, body)
     select $1, before + n, 'evt_' || $1 || before + n, now(), 'usr_a', $3::text,
       case when $3::text = 'message.created' then jsonb_build_object('message', jsonb_build_object(
         'id', 'msg_' || n, 'seq', before + n, 'room', $1::text, 'user', 'usr_a', 'text', 'said ' || before + n,
         'reactions', '[]'::jsonb, 'mentions', '[]'::jsonb, 'createdAt', '2026-01-01T00:00:00.000Z'))
       else '{"messageId": "msg_1", "emoji": "👍"}'::jsonb end
     from moved, generate_series(1, $2::integer) n`,
    [room, count, kind],
  );
}

const url = "https://receiver.example.test/hook";
async function createHook(events: string[] = ["message.created"]): Promise<{ id: string; secret: string }> {
  const made = await hooks.create({ room, by: host, name: "Hook", url, events, hooksMax: 3 });
  if (made === "full") throw new Error("full");
  return { id: made.hook.id, secret: made.secret };
}
const find = async (id: string) => (await hooks.list(room)).find((hook) => hook.id === id);
const sentSeqs = () => posts.map(({ id }) => Number(id.split(".")[1]));
const fail = (failure = "It answered 500.", gone = false): HookOutcome => ({ kind: "failed", failure, gone });

describe("delivering to an outgoing webhook", () => {
  it("[HOOK3] sends what comes after it was made and what it wants, in order, with the secret", async () => {
    await append(2);
    const { id, secret } = await createHook();
    await append(1);
    await append(2, "reaction.added");
    await append(1);
    expect(await deliverHook(deps, { hook: id })).toEqual({ sent: 2 });
    expect(sentSeqs()).toEqual([3, 6]);
    expect(posts[0]).toMatchObject({ url, secret, id: `${id}.3`, sentAtMs: nowMs });
    const delivery = HookDelivery.parse(JSON.parse(posts[0]?.body ?? ""));
    expect([delivery.type, delivery.data.seq, delivery.data.room]).toEqual(["message.created", 3, room]);
    expect(await find(id)).toMatchObject({ deliveredSeq: 6, failures: 0, lastFailure: null });
    expect(await deliverHook(deps, { hook: id })).toEqual({ sent: 0 });
  });

  it("[HOOK3] sends again, under the same id, what a job that died had sent and not noted", async () => {
    const { id } = await createHook();
    await append(2);
    const dying: DeliverHookDeps = {
      ...deps,
      outgoingHooks: {
        claim: (turn) => hooks.claim(turn),
        fail: (turn) => hooks.fail(turn),
        release: (turn) => hooks.release(turn),
        isLagging: (asked) => hooks.isLagging(asked),
        advance: () => Promise.reject(new Error("the sandbox is gone")),
      },
    };
    await expect(deliverHook(dying, { hook: id })).rejects.toThrow("the sandbox is gone");
    expect(await deliverHook(deps, { hook: id })).toBeUndefined();
    expect(await hooks.listLagging({ nowMs, limit: 1_000 })).not.toContain(id);
    nowMs += 46_000;
    expect(await sweepHooks({ ...deps, outgoingHooks: hooks })).toBeGreaterThan(0);
    expect(pushed).toContainEqual([id, 0]);
    expect(await deliverHook(deps, { hook: id })).toEqual({ sent: 2 });
    expect(sentSeqs()).toEqual([1, 1, 2]);
    expect(new Set(posts.map((post) => post.id)).size).toBe(2);
  });

  it("[HOOK7] is one job's at a time, and what comes meanwhile is found by its last look", async () => {
    const { id } = await createHook();
    await append(1);
    const during: unknown[] = [];
    receive = async () => {
      during.push(await deliverHook(deps, { hook: id }));
      return { kind: "accepted" };
    };
    const before = deps.events;
    let late = true;
    const events = {
      readAfter: async (...asked: Parameters<typeof before.readAfter>) => {
        const found = await before.readAfter(...asked);
        // Durable after the job has seen the end of the log, and before its turn is over.
        if (found.length === 0 && late) {
          late = false;
          await append(1);
        }
        return found;
      },
    };
    expect(await deliverHook({ ...deps, events }, { hook: id })).toEqual({ sent: 1 });
    expect(during).toEqual([undefined]);
    expect(pushed).toEqual([[id, 0]]);
    receive = () => ({ kind: "accepted" });
    expect(await deliverHook(deps, { hook: id })).toEqual({ sent: 1 });
    expect(sentSeqs()).toEqual([1, 2]);
  });

  it("[HOOK7] goes to one of many that ask at once", async () => {
    const { id } = await createHook();
    await append(5);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => deliverHook(deps, { hook: id })));
    // Whoever comes after the first has finished may have a turn, and finds nothing.
    expect(outcomes.reduce((sum, outcome) => sum + (outcome?.sent ?? 0), 0)).toBe(5);
    expect(sentSeqs()).toEqual([1, 2, 3, 4, 5]);
  });

  it("[HOOK7] passes on what does not fit into its time", async () => {
    const { id } = await createHook();
    await append(60);
    receive = () => {
      nowMs += deliveryTimeMaxMs / 10;
      return { kind: "accepted" };
    };
    expect(await deliverHook(deps, { hook: id })).toEqual({ sent: 10 });
    expect(pushed).toEqual([[id, 0]]);
    receive = () => ({ kind: "accepted" });
    expect(await deliverHook(deps, { hook: id })).toEqual({ sent: 50 });
    expect(sentSeqs()).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
  });

  it("[HOOK4] leaves a receiver that fails alone for growing times, and then goes on where it ended", async () => {
    const { id } = await createHook();
    await append(1, "reaction.added");
    await append(2);
    receive = ({ id: post }) => (post.endsWith(".3") ? fail() : { kind: "accepted" });
    expect(await deliverHook(deps, { hook: id })).toEqual({ sent: 1, failure: "It answered 500." });
    expect(await find(id)).toMatchObject({ deliveredSeq: 2, failures: 1, lastFailure: "It answered 500." });
    expect(pushed).toEqual([[id, retryDelaysMs[0]]]);
    expect(await deliverHook(deps, { hook: id })).toBeUndefined();
    expect(await hooks.listLagging({ nowMs, limit: 1_000 })).not.toContain(id);
    nowMs += retryDelaysMs[0] ?? 0;
    expect(await hooks.listLagging({ nowMs, limit: 1_000 })).toContain(id);
    expect(await deliverHook(deps, { hook: id })).toEqual({ sent: 0, failure: "It answered 500." });
    expect(await find(id)).toMatchObject({ deliveredSeq: 2, failures: 2 });
    receive = () => ({ kind: "accepted" });
    nowMs += retryDelaysMs[1] ?? 0;
    expect(await deliverHook(deps, { hook: id })).toEqual({ sent: 1 });
    expect(await find(id)).toMatchObject({ deliveredSeq: 3, failures: 0, lastFailure: null });
    expect(sentSeqs()).toEqual([2, 3, 3, 3]);
  });

  it("[HOOK4] disables a hook with its tenth failure in a row, and its enabling goes on where it ended", async () => {
    const { id } = await createHook();
    await append(1);
    receive = () => fail();
    for (const delayMs of retryDelaysMs) {
      expect(await deliverHook(deps, { hook: id })).toEqual({ sent: 0, failure: "It answered 500." });
      nowMs += delayMs;
    }
    expect(await deliverHook(deps, { hook: id })).toMatchObject({ disabled: true });
    expect(posts).toHaveLength(10);
    expect(await find(id)).toMatchObject({ failures: 10, disabledAt: expect.any(String), deliveredSeq: 0 });
    const [entry] = await audit.list({ room, limit: 5 });
    expect(entry).toMatchObject({ actor: "service", action: "hook.disabled", target: id });
    nowMs += 24 * 60 * 60_000;
    expect(await deliverHook(deps, { hook: id })).toBeUndefined();
    expect(await hooks.listLagging({ nowMs, limit: 1_000 })).not.toContain(id);
    receive = () => ({ kind: "accepted" });
    expect(await hooks.update({ room, id, enabled: true })).toMatchObject({ failures: 0, disabledAt: null });
    expect(await deliverHook(deps, { hook: id })).toEqual({ sent: 1 });
  });

  it("[HOOK4] sends nothing more to a receiver that says it is gone, nor to a hook that is disabled or deleted", async () => {
    const [gone, off, deleted] = [await createHook(), await createHook(), await createHook()];
    await append(1);
    await hooks.update({ room, id: off.id, enabled: false });
    expect(await hooks.remove({ room, id: deleted.id })).toBe(true);
    receive = () => fail("It answered 410.", true);
    expect(await deliverHook(deps, { hook: gone.id })).toMatchObject({ disabled: true });
    for (const { id } of [gone, off, deleted]) {
      expect(await deliverHook(deps, { hook: id })).toBeUndefined();
    }
    expect(posts).toHaveLength(1);
  });

  it("[HOOK7] changes nothing for a job that lost its turn", async () => {
    const { id } = await createHook();
    await append(2);
    receive = async () => {
      // It hangs for longer than its turn lasts, and another sends meanwhile.
      nowMs += 46_000;
      receive = () => ({ kind: "accepted" });
      expect(await deliverHook(deps, { hook: id })).toEqual({ sent: 2 });
      return fail();
    };
    await deliverHook(deps, { hook: id });
    expect(await find(id)).toMatchObject({ deliveredSeq: 2, failures: 0 });
  });
});

describe("PostgresOutgoingHookStore", () => {
  it("changes what is named, in its room alone, and keeps to the number that a room may have", async () => {
    const { id } = await createHook();
    expect(await hooks.update({ room, id, events: ["member.joined"], name: "Other" })).toMatchObject({
      url,
      name: "Other",
      events: ["member.joined"],
    });
    const elsewhere = "rom_elsewhere" as RoomId;
    expect(await hooks.update({ room: elsewhere, id, name: "Mine" })).toBeUndefined();
    expect(await hooks.remove({ room: elsewhere, id })).toBe(false);
    await createHook();
    await createHook();
    expect(await hooks.create({ room, by: host, name: "x", url, events: [], hooksMax: 3 })).toBe("full");
    expect(JSON.stringify(await hooks.list(room))).not.toContain("whsec_");
  });
});

describe("what is added to a room", () => {
  it("that goes at the same moment finds nothing there", async () => {
    const gone = newRandomId("rom") as RoomId;
    const added = [
      new PostgresIncomingHookStore(sql).create({
        room: gone,
        by: host,
        bot: { id: newRandomId("usr") as UserId, name: "x", lastName: "", username: newRandomId("usr") },
        hooksMax: 1,
      }),
      new PostgresInviteStore(sql).create({ room: gone, by: host, expiresAtMs: Date.now(), usesMax: 1 }),
    ];
    for (const one of await Promise.allSettled(added)) {
      expect(one).toMatchObject({ status: "rejected", reason: { code: "not_found" } });
    }
  });
});
