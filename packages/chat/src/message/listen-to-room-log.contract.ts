import { describe, expect, it } from "vitest";
import { ada, bob, durable, eve, type RoomLogBench, seqsRead } from "./testing/room-log-bench.ts";

export function testListening(bench: RoomLogBench): void {
  const { log } = bench;
  describe("listening", () => {
    it("[DEL1] begins in the step that reads what was missed", async () => {
      await bench.hydrate({ headSeq: 3, entries: [durable(2), durable(3)] });
      const missed = await bench.attach(ada, "a1", 2);
      expect(missed).toMatchObject({ kind: "read", mark: 3, first: 2, listening: true });
      expect(seqsRead(missed)).toEqual([3]);
      expect(await bench.attach(eve, "e1", 0)).toEqual({ kind: "refused", code: "not_found" });
      expect(await log.listeners(bench.room)).toEqual([{ connectionId: "a1", user: ada }]);
      await log.detach([bench.room], "a1");
      await log.detach([bench.room], "a1");
      expect(await log.listeners(bench.room)).toEqual([]);
    });

    it("[HIST2] reads no older than it holds, and says from where on it does", async () => {
      await bench.hydrate({ headSeq: 9, entries: [durable(8), durable(9)] });
      expect(await bench.read(ada, 3)).toMatchObject({ first: 8, texts: [] });
      expect(await bench.read(ada, 7)).toMatchObject({ first: 8, texts: ['{"seq":8}', '{"seq":9}'] });
      expect(await bench.read(ada, null)).toMatchObject({ mark: 9, texts: [] });
      expect(await bench.read(eve, 7)).toEqual({ kind: "refused", code: "not_found" });
    });

    it("[PRES1] passes a signal on once in its interval, of those who may speak", async () => {
      const muted = { user: bob, role: "member", mutedUntilMs: bench.subject.now() + 60_000 } as const;
      await bench.hydrate({ members: [{ user: ada, role: "owner", mutedUntilMs: 0 }, muted] });
      await bench.attach(bob, "b1");
      expect(await bench.signal(ada, 200)).toMatchObject({
        kind: "passed",
        audience: { recipients: [{ user: bob }] },
      });
      expect(await bench.signal(ada, 200)).toEqual({ kind: "held" });
      expect(await bench.signal(bob, 200)).toEqual({ kind: "refused", code: "forbidden" });
      expect(await bench.signal(eve, 200)).toEqual({ kind: "refused", code: "not_found" });
      await bench.subject.advance(250);
      expect(await bench.signal(ada, 200)).toMatchObject({ kind: "passed" });
    });
  });
}
