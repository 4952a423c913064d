import type { RoomId } from "@parley/protocol";
import { describe, expect, it } from "vitest";
import type { AppendInput } from "./room-log.ts";
import {
  ada,
  benchSettings,
  bob,
  durable,
  eve,
  type RoomLogBench,
  seqsOf,
  zoe,
} from "./testing/room-log-bench.ts";

export function testAppending(bench: RoomLogBench): void {
  const { log } = bench;
  describe("append", () => {
    it("finds a room that was never hydrated cold", async () => {
      expect(await log.append(bench.message())).toEqual({ kind: "cold" });
      expect(await bench.read(ada)).toEqual({ kind: "cold" });
      expect(await log.find(bench.room, "k")).toBeUndefined();
      expect(await log.acquire(bench.room, { token: "t" })).toBeUndefined();
      expect(await bench.signal(ada, 1)).toEqual({ kind: "cold" });
      expect(await log.listeners(bench.room)).toEqual([]);
    });

    it("[MSG3] gives contiguous seqs from the durable head on, and the lease to the first", async () => {
      await bench.hydrate({ headSeq: 7, entries: [durable(6), durable(7)] });
      const first = await bench.appendOk(bench.message({ origin: "con_1" }));
      const second = await bench.appendOk(bench.message({ user: bob }));
      expect([first.seq, second.seq]).toEqual([8, 9]);
      expect(first.batch?.entries).toMatchObject([{ seq: 8, user: ada, origin: "con_1" }]);
      expect(second.batch).toBeUndefined();
      expect([first.mark, second.mark]).toEqual([7, 7]);
    });

    it("[MSG4] a repeated client id returns the first seq, and nothing is appended", async () => {
      await bench.hydrate({ headSeq: 1, entries: [durable(1)], seen: [{ key: "long ago", seq: -3 }] });
      const once = bench.message();
      const first = await bench.appendOk(once);
      const again = await bench.appendOk({ ...once, eventId: "evt_other", lease: { token: "other" } });
      expect(again).toMatchObject({ kind: "repeated", seq: first.seq });
      expect(again.batch).toBeUndefined();
      expect(await bench.appendOk(bench.message({ key: durable(1).key }))).toMatchObject({
        kind: "repeated",
        seq: 1,
      });
      expect(await log.find(bench.room, once.key)).toEqual({ seq: first.seq, mark: 1 });
      expect((await bench.appendOk(bench.message())).seq).toBe(first.seq + 1);
    });

    it("[DRAIN2] a call whose answer was lost gets its lease again when it is repeated", async () => {
      await bench.hydrate();
      const once = bench.message();
      await bench.appendOk(once);
      const again = await bench.appendOk(once);
      expect(again.kind).toBe("repeated");
      expect(seqsOf(again.batch)).toEqual([1]);
      expect(seqsOf(await log.acquire(bench.room, once.lease))).toEqual([1]);
    });

    it("[MSG1] tells strangers of a private room that it is not there, and of a public one that they may not", async () => {
      await bench.hydrate();
      expect(await log.append(bench.message({ user: eve }))).toEqual({ kind: "refused", code: "not_found" });
      bench.room = `${bench.room}p` as RoomId;
      await bench.hydrate({ kind: "public" });
      expect(await log.append(bench.message({ user: eve }))).toEqual({ kind: "refused", code: "forbidden" });
    });

    it("[MSG2] refuses the muted until their time has passed, and everybody in an archived room", async () => {
      const muted = { user: bob, role: "member", mutedUntilMs: bench.subject.now() + 60_000 } as const;
      const owner = { user: ada, role: "owner", mutedUntilMs: bench.subject.now() - 1 } as const;
      await bench.hydrate({ members: [muted, owner] });
      expect(await log.append(bench.message({ user: bob }))).toEqual({ kind: "refused", code: "forbidden" });
      expect((await bench.appendOk(bench.message())).kind).toBe("appended");
      bench.room = `${bench.room}a` as RoomId;
      await bench.hydrate({ archived: true });
      expect(await log.append(bench.message())).toEqual({ kind: "refused", code: "forbidden" });
    });

    it("[MEM1] lets a stranger join once, and only hosts add others", async () => {
      await bench.hydrate({ kind: "public" });
      expect((await bench.appendOk(bench.joining(eve))).kind).toBe("appended");
      expect(await log.append(bench.joining(eve))).toEqual({ kind: "refused", code: "conflict" });
      expect((await bench.appendOk(bench.message({ user: eve }))).kind).toBe("appended");
      expect(await log.append(bench.adding(bob, zoe))).toEqual({ kind: "refused", code: "forbidden" });
      expect((await bench.appendOk(bench.adding(ada, zoe))).kind).toBe("appended");
      expect(await log.append(bench.adding(ada, zoe))).toEqual({ kind: "refused", code: "conflict" });
    });

    it("[MEM5] lets a newcomer speak at once, and read when the joining is durable", async () => {
      await bench.hydrate({ kind: "public" });
      const join = bench.joining(eve);
      const { batch } = await bench.appendOk(join);
      expect((await bench.appendOk(bench.message({ user: eve }))).kind).toBe("appended");
      expect(await bench.read(eve)).toEqual({ kind: "refused", code: "forbidden" });
      expect(await bench.attach(eve, "e1")).toEqual({ kind: "refused", code: "forbidden" });
      await bench.settle(join, batch);
      expect(await bench.attach(eve, "e1", 0)).toMatchObject({ kind: "read", mark: 1, listening: true });
    });

    it("[MEM2] ends a leaver's listening in the same step", async () => {
      await bench.hydrate();
      await bench.attach(bob, "b1");
      await bench.attach(ada, "a1");
      const left = await bench.appendOk(
        bench.message({ user: bob, requires: { be: "member" }, effect: { change: "leave", user: bob } }),
      );
      expect(left.batch?.audience.recipients).toEqual([{ connectionId: "a1", user: ada }]);
      expect(await log.append(bench.message({ user: bob }))).toEqual({ kind: "refused", code: "not_found" });
      expect(await log.stillListening(bench.room, ["b1", "a1"])).toEqual(["a1"]);
    });

    it("[MEM3] lets just a higher rank act on a member, and give no rank that is not below its own", async () => {
      const mod = { user: bob, role: "moderator", mutedUntilMs: 0 } as const;
      const members = [{ user: ada, role: "owner", mutedUntilMs: 0 } as const, mod];
      await bench.hydrate({
        members: [...members, { user: eve, role: "member", mutedUntilMs: 0 }],
      });
      const forbidden = { kind: "refused", code: "forbidden" };
      expect(await log.append(bench.acting(eve, bob))).toEqual(forbidden);
      expect(await log.append(bench.acting(bob, ada))).toEqual(forbidden);
      expect(await log.append(bench.acting(bob, eve, "moderator"))).toEqual(forbidden);
      expect(await log.append(bench.acting(bob, bob, "owner"))).toEqual(forbidden);
      expect(await log.append(bench.acting(bob, zoe))).toEqual({ kind: "refused", code: "not_found" });
      expect((await log.append(bench.acting(bob, bob, "member"))).kind).toBe("appended");
      expect((await log.append(bench.acting(bob, eve, "member"))).kind).toBe("appended");
      expect((await log.append(bench.acting(bob, eve))).kind).toBe("appended");
      expect((await log.append(bench.acting(ada, eve, "owner"))).kind).toBe("appended");
    });

    it("[MEM4] a change of role, mute, visibility or archiving holds from the next event on", async () => {
      await bench.hydrate();
      const mutedUntilMs = bench.subject.now() + 60_000;
      const quiet = { change: "role", user: bob, role: "moderator", mutedUntilMs } as const;
      await bench.appendOk(bench.message({ effect: quiet }));
      expect(await log.append(bench.message({ user: bob }))).toEqual({ kind: "refused", code: "forbidden" });
      expect((await bench.appendOk(bench.message({ user: bob, requires: { be: "host" } }))).kind).toBe(
        "appended",
      );
      const closed = { change: "facts", kind: "public", archived: true, slowModeMs: 0 } as const;
      await bench.appendOk(bench.message({ effect: closed }));
      expect(await log.append(bench.message())).toEqual({ kind: "refused", code: "forbidden" });
      expect(await log.append(bench.message({ user: eve }))).toEqual({ kind: "refused", code: "forbidden" });
    });

    it("[MSG9] slow mode lets a member post once in its interval, tells the wait, and frees hosts", async () => {
      await bench.hydrate({ slowModeMs: 250 });
      const once = bench.posting(bob);
      await bench.appendOk(once);
      const refused = await log.append(bench.posting(bob));
      if (refused.kind !== "refused" || refused.code !== "rate_limited") throw new Error("not slowed");
      expect(refused.retryAfterMs).toBeGreaterThan(100);
      expect(refused.retryAfterMs).toBeLessThanOrEqual(250);
      expect(await bench.appendOk(once)).toMatchObject({ kind: "repeated" });
      expect((await bench.appendOk(bench.message({ user: bob }))).kind).toBe("appended");
      await bench.appendOk(bench.posting(ada));
      await bench.appendOk(bench.posting(ada));
      await bench.subject.advance(refused.retryAfterMs + 10);
      expect((await bench.appendOk(bench.posting(bob))).kind).toBe("appended");
    });

    it("[MSG5] is contended when something of the guard's subject came after its basis", async () => {
      await bench.hydrate({ headSeq: 4, entries: [durable(3), durable(4, "s")] });
      expect(await log.append(bench.guarded(3))).toEqual({ kind: "contended" });
      expect((await bench.appendOk(bench.guarded(4))).kind).toBe("appended");
      expect(await log.append(bench.guarded(4))).toEqual({ kind: "contended" });
      expect((await bench.appendOk(bench.guarded(4, "t"))).kind).toBe("appended");
    });

    it("[MSG5] is contended when the log does not reach back to the guard's basis", async () => {
      await bench.hydrate({ headSeq: 9, entries: [durable(8), durable(9)] });
      expect(await log.append(bench.guarded(6))).toEqual({ kind: "contended" });
      expect((await bench.appendOk(bench.guarded(7))).kind).toBe("appended");
    });

    it("[MSG10] refuses more than may be pending, and takes repeats still", async () => {
      await bench.hydrate();
      const inputs = Array.from({ length: benchSettings.pendingMax }, () => bench.message());
      for (const input of inputs) await bench.appendOk(input);
      expect(await log.append(bench.message())).toEqual({ kind: "refused", code: "unavailable" });
      expect((await bench.appendOk(inputs[3] as AppendInput)).seq).toBe(4);
    });
  });
}
