import type { RoomId } from "@parley/protocol";
import { describe, expect, it } from "vitest";
import { type AppendInput, crowdAbove } from "./room-log.ts";
import {
  ada,
  benchSettings,
  bob,
  durable,
  eve,
  type RoomLogBench,
  seqsOf,
} from "./testing/room-log-bench.ts";

export function testRecovery(bench: RoomLogBench): void {
  const { log } = bench;
  describe("hydrate", () => {
    it("[REC1] is claimed by one of many, for a short time", async () => {
      expect(await log.claim(bench.room, "one")).toBe("claimed");
      expect(await log.claim(bench.room, "two")).toBe("taken");
      await log.unclaim(bench.room, "two");
      expect(await log.claim(bench.room, "two")).toBe("taken");
      await log.unclaim(bench.room, "one");
      expect(await log.claim(bench.room, "two")).toBe("claimed");
      await bench.subject.advance(benchSettings.claimMs + 50);
      expect(await log.claim(bench.room, "three")).toBe("claimed");
      expect(await bench.hydrate()).toBe("installed");
      expect(await log.claim(bench.room, "four")).toBe("hot");
    });

    it("[REC1] does nothing to a room that is hot", async () => {
      await bench.hydrate({ headSeq: 3 });
      await bench.appendOk(bench.message());
      expect(await bench.hydrate({ headSeq: 9 })).toBe("hot");
      expect(await bench.read(ada)).toMatchObject({ mark: 3, head: 4 });
    });

    it("[REC3] refuses a snapshot from before what a drainer committed while the room was cold", async () => {
      await bench.hydrate({ headSeq: 4 });
      const input = bench.message();
      const { batch } = await bench.appendOk(input);
      await bench.subject.lose();
      expect(await bench.settle(input, batch)).toEqual({ kind: "cold" });
      expect(await bench.hydrate({ headSeq: 4 })).toBe("behind");
      expect(await log.rebase({ snapshot: bench.snapshotOf({ headSeq: 4 }), lease: input.lease })).toEqual({
        kind: "behind",
      });
      expect(await bench.hydrate({ headSeq: 5 })).toBe("installed");
    });

    it("[REC15] has an epoch, which stays until the log is built anew", async () => {
      const epochs = new Set<string>();
      const see = async (input = bench.message()) => {
        const { batch } = await bench.appendOk(input);
        const read = await bench.read(ada);
        if (read.kind === "read") epochs.add(read.epoch);
        if (batch !== undefined) epochs.add(batch.epoch);
        await bench.settle(input, batch);
        return epochs.size;
      };
      await bench.hydrate();
      expect([await see(), await see()]).toEqual([1, 1]);
      await bench.subject.lose();
      await bench.hydrate({ headSeq: 2 });
      const input = bench.message();
      expect([await see(), await see(input)]).toEqual([2, 2]);
      const rebased = await log.rebase({ snapshot: bench.snapshotOf({ headSeq: 4 }), lease: input.lease });
      expect([rebased.kind === "rebased" && rebased.epoch, await see()]).toEqual([expect.any(String), 3]);
      expect(epochs).not.toContain("");
    });

    it("[DEL3] gives a room its listeners back", async () => {
      await bench.hydrate({ listeners: [{ connectionId: "a1", user: ada }] });
      expect((await bench.appendOk(bench.message())).batch?.audience.recipients).toEqual([
        { connectionId: "a1", user: ada },
      ]);
      expect(await bench.read(ada, null, "a1")).toMatchObject({
        listening: true,
      });
      expect(await bench.read(ada, null, "a2")).toMatchObject({
        listening: false,
      });
    });

    it("[PRES7] says who listens, and if asked so nobody for a while after a crowd was given back", async () => {
      const heard = async (restoredBeforeMs: number) =>
        (await log.listeners(bench.room, restoredBeforeMs)).length;
      const listeners = Array.from({ length: crowdAbove + 1 }, (_, at) => ({
        connectionId: `a${at}`,
        user: ada,
      }));
      await bench.hydrate({ listeners: listeners.slice(1) });
      expect(await heard(60_000)).toBe(crowdAbove);
      await bench.subject.lose();
      await bench.hydrate({ listeners });
      expect([await heard(60_000), await heard(0)]).toEqual([0, crowdAbove + 1]);
      await bench.subject.advance(5);
      expect(await heard(5)).toBe(crowdAbove + 1);
    });

    it("[REC1] forgets a room that is no more, pending events and lease included", async () => {
      await bench.hydrate();
      const input = bench.message();
      await bench.appendOk(input);
      await log.forget(bench.room);
      expect(await log.append(bench.message())).toEqual({ kind: "cold" });
      await bench.hydrate();
      expect(seqsOf((await bench.appendOk(bench.message())).batch)).toEqual([1]);
    });
  });
  describe("rebase", () => {
    it("[REC4] numbers what is pending anew behind the durable log and drops what stands there", async () => {
      await bench.hydrate({ listeners: [{ connectionId: "a1", user: ada }] });
      const [kept, standing, joins] = [
        bench.message(),
        bench.message({ origin: "con_1" }),
        bench.adding(ada, eve),
      ];
      for (const input of [kept, standing, joins]) await bench.appendOk(input);
      const snapshot = bench.snapshotOf({
        headSeq: 40,
        entries: [durable(39), durable(40)],
        seen: [{ key: standing.key, seq: 12 }],
      });
      const rebased = await log.rebase({ snapshot, lease: kept.lease });
      if (rebased.kind !== "rebased") throw new Error(rebased.kind);
      expect(rebased.markBefore).toBe(0);
      expect(rebased.audience.recipients).toHaveLength(1);
      expect(rebased.batch?.entries.map(({ seq, eventId }) => [seq, eventId])).toEqual([
        [41, kept.eventId],
        [42, joins.eventId],
      ]);
      expect(rebased.dropped).toMatchObject([
        { reason: "repeated", seq: 12, entry: { key: standing.key, origin: "con_1" } },
      ]);
      expect(await log.append(standing)).toMatchObject({ kind: "repeated", seq: 12 });
      expect(await log.append(kept)).toMatchObject({ kind: "repeated", seq: 41 });
      expect((await bench.appendOk(bench.message({ user: eve }))).kind).toBe("appended");
      expect(await bench.settle(kept, rebased.batch)).toMatchObject({ kind: "more" });
    });

    it("[REC5] judges what is pending anew: what came before it may no longer allow it", async () => {
      await bench.hydrate();
      const left = bench.message({ user: bob });
      const guarded = bench.message({ subject: "s", guard: { subject: "s", basis: 0 } });
      const twice = bench.adding(ada, eve);
      await bench.appendOk(guarded);
      await bench.appendOk(left);
      await bench.appendOk(twice);
      const snapshot = bench.snapshotOf({
        headSeq: 2,
        entries: [durable(1, "s"), durable(2)],
        members: [
          { user: ada, role: "owner", mutedUntilMs: 0 },
          { user: eve, role: "member", mutedUntilMs: 0 },
        ],
      });
      const rebased = await log.rebase({ snapshot, lease: guarded.lease });
      expect(rebased).toMatchObject({
        kind: "rebased",
        dropped: [
          { reason: "contended", entry: { key: guarded.key } },
          { reason: "not_found", entry: { key: left.key } },
          { reason: "conflict", entry: { key: twice.key } },
        ],
      });
      expect(rebased).not.toHaveProperty("batch");
      expect(await bench.read(ada)).toMatchObject({ mark: 2, head: 2 });
    });

    it("[REC6] drops what cannot be committed, and lets the others through", async () => {
      await bench.hydrate();
      const inputs = [bench.message(), bench.message({ origin: "con_9" }), bench.message()];
      for (const input of inputs) await bench.appendOk(input);
      const [first, unfit, last] = inputs as [AppendInput, AppendInput, AppendInput];
      const rebased = await log.rebase({
        snapshot: bench.snapshotOf(),
        lease: first.lease,
        drop: [unfit.key],
      });
      expect(rebased).toMatchObject({
        kind: "rebased",
        dropped: [{ reason: "unfit", entry: { key: unfit.key, origin: "con_9" } }],
        batch: { entries: [{ eventId: first.eventId }, { seq: 2, eventId: last.eventId }] },
      });
      expect(await log.find(bench.room, unfit.key)).toBeUndefined();
    });

    it("[REC4] is for the lease's holder only, and gives the lease back when nothing is left", async () => {
      await bench.hydrate();
      await bench.appendOk(bench.message({ lease: { token: "other" } }));
      const mine = { token: "mine" };
      expect(await log.rebase({ snapshot: bench.snapshotOf(), lease: mine })).toEqual({ kind: "lost" });
      bench.room = `${bench.room}q` as RoomId;
      await bench.hydrate();
      const rebased = await log.rebase({ snapshot: bench.snapshotOf({ headSeq: 5 }), lease: mine });
      expect(rebased).toMatchObject({ kind: "rebased", markBefore: 0, dropped: [] });
      expect(seqsOf((await bench.appendOk(bench.message())).batch)).toEqual([6]);
    });

    it("[REC4] never takes a snapshot that knows less than the log", async () => {
      await bench.hydrate();
      await bench.appendAndSettle(bench.message());
      const behind = { snapshot: bench.snapshotOf({ headSeq: 0 }), lease: { token: "mine" } };
      expect(await log.rebase(behind)).toEqual({ kind: "behind" });
      expect(await bench.read(ada)).toMatchObject({ mark: 1 });
    });

    it("[REC11] takes those off the audience who are no members by the durable log", async () => {
      await bench.hydrate();
      await bench.attach(bob, "b1");
      await bench.attach(ada, "a1");
      const snapshot = bench.snapshotOf({
        headSeq: 5,
        members: [{ user: ada, role: "owner", mutedUntilMs: 0 }],
      });
      const rebased = await log.rebase({ snapshot, lease: { token: "mine" } });
      expect(rebased).toMatchObject({ audience: { recipients: [{ connectionId: "a1" }] } });
      expect(await log.listeners(bench.room)).toEqual([{ connectionId: "a1", user: ada }]);
    });

    it("[REC4] makes a cold room hot", async () => {
      const rebased = await log.rebase({
        snapshot: bench.snapshotOf({ headSeq: 5 }),
        lease: { token: "mine" },
      });
      expect(rebased).toMatchObject({ kind: "rebased", dropped: [] });
      expect(rebased).not.toHaveProperty("batch");
      expect(await bench.read(ada, null)).toMatchObject({ mark: 5, head: 5 });
    });
  });
}
