import { describe, expect, it } from "vitest";
import { ada, benchSettings, bob, type RoomLogBench, seqsOf, seqsRead } from "./testing/room-log-bench.ts";

/** More than fit in ahead of the clock, with some for the time that they take. */
const busyEvents = 14;

export function testDraining(bench: RoomLogBench): void {
  const { log } = bench;
  describe("settle", () => {
    it("[DRAIN1] shows readers nothing beyond the watermark", async () => {
      await bench.hydrate();
      const input = bench.message();
      const { batch } = await bench.appendOk(input);
      expect(await bench.read(ada)).toMatchObject({ mark: 0, head: 1, texts: [], stalled: false });
      expect(await bench.settle(input, batch)).toEqual({ kind: "quiet" });
      const read = await bench.read(ada);
      expect(read).toMatchObject({ mark: 1, head: 1, stalled: false });
      expect(seqsRead(read)).toEqual([1]);
      expect(await log.readLast({ room: bench.room, user: bob, count: 5 })).toMatchObject({
        mark: 1,
        first: 1,
      });
    });

    it("[DRAIN3] goes on with what came meanwhile, in batches, and lets go in the step that finds nothing left", async () => {
      await bench.hydrate();
      const drainer = bench.message();
      const first = await bench.appendOk(drainer);
      for (let more = 0; more < 4; more += 1) await bench.appendOk(bench.message());
      const second = await bench.settleForMore(drainer, first.batch);
      expect(seqsOf(second)).toEqual([2, 3, 4]);
      const third = await bench.settleForMore(drainer, second);
      expect(seqsOf(third)).toEqual([5]);
      expect((await bench.settle(drainer, third)).kind).toBe("quiet");
      expect(seqsOf((await bench.appendOk(bench.message())).batch)).toEqual([6]);
    });

    it("[DRAIN4] bounds a batch by bytes too, and one event always fits", async () => {
      await bench.hydrate();
      const drainer = bench.message({ text: "x".repeat(100_000) });
      const first = await bench.appendOk(drainer);
      await bench.appendOk(bench.message({ text: "x".repeat(40_000) }));
      await bench.appendOk(bench.message({ text: "x".repeat(40_000) }));
      expect(seqsOf(await bench.settleForMore(drainer, first.batch))).toEqual([2]);
    });

    it("[DEL2] tells who began to listen while the batch was under way", async () => {
      await bench.hydrate();
      const input = bench.message();
      const { batch } = await bench.appendOk(input);
      expect(await bench.attach(bob, "late", 0)).toMatchObject({ mark: 0, texts: [], listening: true });
      expect(await bench.settle(input, batch)).toMatchObject({
        kind: "quiet",
        audience: { recipients: [{ connectionId: "late", user: bob }] },
      });
      const next = bench.message();
      const appended = await bench.appendOk(next);
      await bench.appendOk(bench.message());
      await bench.attach(ada, "later");
      expect(await bench.settle(next, appended.batch)).toMatchObject({
        kind: "more",
        batch: { entries: [{ seq: 3 }], audience: { recipients: [{}, {}] } },
      });
    });

    it("[DRAIN5] is lost for one whose lease ran out and was taken, and the other goes on from the watermark", async () => {
      await bench.hydrate();
      const dead = bench.message();
      const first = await bench.appendOk(dead);
      expect(await log.acquire(bench.room, { token: "early" })).toBeUndefined();
      await bench.subject.advance(benchSettings.leaseMs + 50);
      expect(await bench.read(ada)).toMatchObject({ stalled: true });
      const heir = bench.message();
      const batch = await log.acquire(bench.room, heir.lease);
      expect(seqsOf(batch)).toEqual([1]);
      expect(await bench.settle(dead, first.batch)).toEqual({ kind: "lost" });
      expect(await bench.renew(dead, first.batch)).toEqual({ kind: "lost" });
      expect((await bench.settle(heir, batch)).kind).toBe("quiet");
      expect(await bench.settle(dead, first.batch)).toEqual({ kind: "lost" });
      expect(await bench.read(ada)).toMatchObject({ mark: 1, head: 1 });
    });

    it("[DRAIN5] holds a lease that ran out and that nobody took", async () => {
      await bench.hydrate();
      const slow = bench.message();
      const { batch } = await bench.appendOk(slow);
      await bench.subject.advance(benchSettings.leaseMs + 50);
      expect(await bench.renew(slow, batch)).toEqual({ kind: "held" });
      expect(await log.acquire(bench.room, { token: "other" })).toBeUndefined();
      await bench.subject.advance(benchSettings.leaseMs + 50);
      expect((await bench.settle(slow, batch)).kind).toBe("quiet");
    });

    it("[MEM8] whose lease is renewed late is told who listens by now", async () => {
      await bench.hydrate({ listeners: [{ connectionId: "b1", user: bob }] });
      const slow = bench.message();
      const { batch } = await bench.appendOk(slow);
      expect(batch?.audience.recipients).toHaveLength(1);
      await bench.appendOk(bench.message({ effect: { change: "leave", user: bob } }));
      await bench.subject.advance(benchSettings.leaseMs + 50);
      await log.acquire(bench.room, { token: "one who dies" });
      await bench.subject.advance(benchSettings.leaseMs + 50);
      expect(await bench.renew(slow, batch)).toMatchObject({ kind: "held", audience: { recipients: [] } });
    });

    it("[DRAIN15] hands out no batch at once in a busy room with listeners, and again when it has cooled down", async () => {
      await bench.hydrate();
      for (let event = 0; event < busyEvents; event += 1) await bench.appendAndSettle(bench.message());
      await bench.attach(ada, "one");
      await bench.attach(bob, "two");
      const drainer = bench.message();
      expect(await bench.appendOk(drainer)).toMatchObject({ pause: { windowMs: 40 } });
      await bench.appendOk(bench.message());
      await bench.attach(bob, "three");
      const taken = await log.acquire(bench.room, drainer.lease);
      expect(taken?.entries).toHaveLength(2);
      await bench.appendOk(bench.message());
      await bench.attach(bob, "four");
      expect(await bench.settle(drainer, taken)).toMatchObject({
        kind: "busy",
        windowMs: benchSettings.windowMaxMs,
        audience: { recipients: [{}, {}, {}, {}] },
      });
      const rest = await log.acquire(bench.room, drainer.lease);
      expect(await bench.settle(drainer, rest)).toEqual({ kind: "quiet" });
      await bench.subject.advance(3 * benchSettings.busyAfterMs);
      expect((await bench.appendOk(bench.message())).batch?.entries).toHaveLength(1);
    });

    it("[DRAIN15] waits as long as the posts to a crowd may take, and is busy sooner where one listens", async () => {
      await bench.hydrate();
      const join = (from: number, to: number) =>
        Promise.all(Array.from({ length: to - from }, (_, at) => bench.attach(ada, `crowd ${from + at}`)));
      for (let event = 0; event < busyEvents; event += 1) await bench.appendAndSettle(bench.message());
      await join(0, 10);
      const drainer = bench.message();
      expect(await bench.appendOk(drainer)).toMatchObject({ pause: { windowMs: 100 } });
      const taken = await log.acquire(bench.room, drainer.lease);
      await join(10, 20);
      // One a second is no crowd's pace for a few, and busy for as many.
      for (let event = 0; event < 5; event += 1) await bench.appendOk(bench.message());
      const { windowLimitMs } = benchSettings;
      expect(await bench.settle(drainer, taken)).toMatchObject({ kind: "busy", windowMs: windowLimitMs });
      await bench.subject.advance(6 * benchSettings.busyAfterMs);
      const rested = await log.acquire(bench.room, drainer.lease);
      expect(await bench.settle(drainer, rested)).not.toMatchObject({ kind: "busy" });
    });

    it("[DRAIN15] has no window where nobody listens, and at rest", async () => {
      await bench.hydrate();
      for (let event = 0; event < busyEvents; event += 1) await bench.appendAndSettle(bench.message());
      await bench.subject.advance(3 * benchSettings.busyAfterMs);
      await bench.attach(ada, "one");
      expect((await bench.appendOk(bench.message())).batch?.entries).toHaveLength(1);
    });

    it("[DRAIN6] never moves the watermark back when an old call arrives late", async () => {
      await bench.hydrate();
      const drainer = bench.message();
      const first = await bench.appendOk(drainer);
      await bench.appendOk(bench.message());
      const second = await bench.settleForMore(drainer, first.batch);
      await bench.appendOk(bench.message());
      await bench.settle(drainer, second);
      expect(await bench.settle(drainer, first.batch)).toMatchObject({
        kind: "more",
        batch: { entries: [{ seq: 3 }] },
      });
      expect(await bench.read(ada)).toMatchObject({ mark: 2, head: 3 });
    });

    it("[REC2] diverged for one who committed other events under the same seqs: Redis came back with an old state", async () => {
      await bench.hydrate();
      const lost = bench.message();
      const { batch } = await bench.appendOk(lost);
      await bench.subject.lose();
      await bench.hydrate();
      expect(await bench.renew(lost, batch)).toEqual({ kind: "diverged" });
      const other = bench.message({ lease: lost.lease });
      await bench.appendOk(other);
      expect(await bench.settle(lost, batch)).toEqual({ kind: "diverged" });
      expect(await bench.renew(lost, batch)).toEqual({ kind: "diverged" });
      expect(await bench.read(ada)).toMatchObject({ mark: 0, head: 1 });
    });

    it("[REC2] tells histories apart by every event, not only by the last", async () => {
      await bench.hydrate();
      const [first, last] = [bench.message(), bench.message()];
      await bench.appendOk(first);
      await bench.appendOk(last);
      const batch = await log.acquire(bench.room, first.lease);
      await bench.subject.lose();
      await bench.hydrate();
      await bench.appendOk(bench.message({ lease: first.lease }));
      await bench.appendOk({ ...last, lease: { token: "other" } });
      expect(await bench.settle(first, batch)).toEqual({ kind: "diverged" });
    });

    it("[DRAIN7] release gives back one's own lease and nobody else's", async () => {
      await bench.hydrate();
      const input = bench.message();
      await bench.appendOk(input);
      await log.release(bench.room, "somebody's");
      expect(await log.acquire(bench.room, { token: "next" })).toBeUndefined();
      await log.release(bench.room, input.lease.token);
      expect(seqsOf(await log.acquire(bench.room, { token: "next" }))).toEqual([1]);
    });

    it("[DRAIN14] release says once that somebody is to be asked, until they come or are too long in coming", async () => {
      await bench.hydrate();
      const [first, second, third] = [bench.message(), bench.message(), bench.message()];
      await bench.appendOk(first);
      expect(await log.release(bench.room, "somebody's")).toBe(false);
      expect(await log.release(bench.room, first.lease.token)).toBe(true);
      await bench.appendOk(second);
      expect(await log.release(bench.room, second.lease.token)).toBe(false);
      const batch = await log.acquire(bench.room, third.lease);
      expect(await log.release(bench.room, third.lease.token)).toBe(true);
      expect(await log.release(bench.room, third.lease.token)).toBe(false);
      await bench.subject.advance(benchSettings.askedMs + 50);
      expect(await log.release(bench.room, third.lease.token)).toBe(true);
      await log.acquire(bench.room, third.lease);
      expect(await bench.settle(third, batch)).toMatchObject({ kind: "quiet" });
      expect(await log.release(bench.room, third.lease.token)).toBe(false);
    });

    it("[HIST1] keeps a bounded log and a bounded memory of keys", async () => {
      await bench.hydrate();
      let last = bench.message();
      for (let seq = 1; seq <= 200; seq += 1) {
        last = bench.message();
        await bench.appendAndSettle(last);
      }
      const read = await bench.read(ada, 0);
      if (read.kind !== "read") throw new Error(read.kind);
      expect(read.first).toBeGreaterThan(50);
      expect(read.first).toBeLessThanOrEqual(200 - benchSettings.eventsKept + 1);
      expect(read.texts).toEqual([]);
      expect(await log.append(last)).toMatchObject({ kind: "repeated", seq: 200 });
      expect(seqsRead(await bench.read(ada, 198))).toEqual([199, 200]);
    });
  });
  describe("looking after rooms", () => {
    it("[DRAIN8] finds what is pending and nobody drains", async () => {
      await bench.hydrate();
      await bench.appendOk(bench.message());
      expect(await bench.neglected()).toMatchObject({ stalled: false });
      await bench.subject.advance(benchSettings.leaseMs + 50);
      expect(await bench.neglected()).toMatchObject({ head: 1, stalled: true });
    });

    it("[REC7] holds a room in question until it was confirmed long enough after it came up", async () => {
      await bench.hydrate({ headSeq: 2 });
      const first = await bench.neglected();
      if (first === undefined) throw new Error("not in question");
      expect(first).toMatchObject({ head: 2, unconfirmed: true, stalled: false });
      await log.confirm(first);
      expect(await bench.neglected()).toMatchObject({ unconfirmed: true });
      await bench.subject.advance(benchSettings.confirmAfterMs + 50);
      await log.confirm(first);
      expect(await bench.neglected()).toBeUndefined();
      await log.confirm({ ...first, server: "another" });
      await bench.subject.advance(benchSettings.confirmAfterMs + 50);
      await log.confirm({ ...first, server: "another" });
      expect(await bench.neglected()).toMatchObject({ unconfirmed: true });
    });
  });
}
