import type { RoomId } from "@parley/protocol";
import { describe, expect, it } from "vitest";
import { pageEvents } from "./page-events.ts";

const room = "rom_1" as RoomId;
const texts = (from: number, to: number, size = 0) =>
  Array.from({ length: to - from + 1 }, (_, at) => JSON.stringify({ seq: from + at, pad: "x".repeat(size) }));

/** A durable log that has grown to 30 since the hot one was asked. */
const events = {
  readAfter: async (_: RoomId, after: number, limit: number) => texts(after + 1, Math.min(30, after + limit)),
};
const outcome = (over: object) =>
  ({
    kind: "read",
    mark: 20,
    head: 25,
    first: 11,
    texts: [],
    stalled: false,
    listening: false,
    epoch: "",
    ...over,
  }) as const;
const page = (after: number | null, over: object = {}, bounds = { limit: 100, bytesMax: 100_000 }) =>
  pageEvents({ events: events as never }, { room, after, ...bounds }, outcome(over));
const seqs = (found: Awaited<ReturnType<typeof page>>) => found.events.map(({ seq }) => seq);

describe("pageEvents", () => {
  it("[HIST3] ends where the reader was allowed to look, whatever has become durable since", async () => {
    const found = await page(2);
    expect(seqs(found).at(0)).toBe(3);
    expect(seqs(found).at(-1)).toBe(20);
    expect(found).toMatchObject({ headSeq: 20, hasMore: false });
  });

  it("[HIST3] takes from the hot log what that still holds", async () => {
    expect(seqs(await page(18, { texts: texts(19, 20) }))).toEqual([19, 20]);
    expect(seqs(await page(null))).toEqual([]);
    expect(seqs(await page(20))).toEqual([]);
  });

  it("[HIST4] fits its bounds, and says that there is more", async () => {
    const few = await page(2, {}, { limit: 4, bytesMax: 100_000 });
    expect(seqs(few)).toEqual([3, 4, 5, 6]);
    expect(few.hasMore).toBe(true);
    const small = await page(18, { texts: texts(19, 20, 400) }, { limit: 100, bytesMax: 500 });
    expect(seqs(small)).toEqual([19]);
    expect(small.hasMore).toBe(true);
    expect(small.bytes).toBeLessThanOrEqual(500);
    const none = await page(18, { texts: texts(19, 20, 400) }, { limit: 100, bytesMax: 100 });
    expect(none).toMatchObject({ events: [], hasMore: true, headSeq: 20 });
  });
});
