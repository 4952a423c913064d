import { describe, expect, it } from "vitest";
import { describeRow, groupPauseMs, type Spoken } from "./describe-row.ts";

const noon = new Date(2026, 10, 21, 12, 0, 0).getTime();
const reader = { viewer: "ada", readSeq: undefined, hasBefore: false };
const said = (user: string, afterMs: number, seq?: number): Spoken => ({ user, atMs: noon + afterMs, seq });

const at = (readSeq: number | undefined, hasBefore = true) => ({ viewer: "ada", readSeq, hasBefore });

describe("grouping", () => {
  it("begins a group with the first message", () => {
    expect(describeRow(undefined, said("mara", 0), reader).groupHead).toBe(true);
  });

  it("goes on with the same speaker within five minutes", () => {
    expect(describeRow(said("mara", 0), said("mara", groupPauseMs - 1), reader).groupHead).toBe(false);
  });

  it("begins anew after five minutes", () => {
    expect(describeRow(said("mara", 0), said("mara", groupPauseMs), reader).groupHead).toBe(true);
  });

  it("begins anew with another speaker", () => {
    expect(describeRow(said("mara", 0), said("ilias", 1), reader).groupHead).toBe(true);
  });

  it("holds together when a clock runs backwards", () => {
    expect(describeRow(said("mara", 0), said("mara", -groupPauseMs * 2), reader).groupHead).toBe(false);
  });
});

describe("day marks", () => {
  it("stand at the first message and at the first after midnight, which begins a group", () => {
    const beforeMidnight = { user: "mara", atMs: new Date(2026, 10, 20, 23, 59, 59).getTime() };
    const afterMidnight = { user: "mara", atMs: new Date(2026, 10, 21, 0, 0, 1).getTime() };
    expect(describeRow(undefined, beforeMidnight, reader).newDay).toBe(true);
    expect(describeRow(beforeMidnight, afterMidnight, reader)).toMatchObject({
      newDay: true,
      groupHead: true,
    });
    expect(describeRow(said("mara", 0), said("mara", 1), reader).newDay).toBe(false);
  });
});

describe("the new divider", () => {
  it("stands above the first message past the read mark, and there alone", () => {
    expect(describeRow(said("mara", 0, 4), said("mara", 1, 5), at(4))).toMatchObject({
      firstNew: true,
      groupHead: true,
    });
    expect(describeRow(said("mara", 0, 5), said("mara", 1, 6), at(4)).firstNew).toBe(false);
    expect(describeRow(said("mara", 0, 3), said("mara", 1, 4), at(4)).firstNew).toBe(false);
  });

  it("bridges seqs that belong to events without a row", () => {
    expect(describeRow(said("mara", 0, 3), said("mara", 1, 9), at(5)).firstNew).toBe(true);
  });

  it("is absent when nothing is new, and above one's own message", () => {
    expect(describeRow(said("mara", 0, 4), said("mara", 1, 5), at(undefined)).firstNew).toBe(false);
    expect(describeRow(said("mara", 0, 4), said("ada", 1, 5), at(4)).firstNew).toBe(false);
  });

  it("stands above the first loaded message only at the room's beginning", () => {
    expect(describeRow(undefined, said("mara", 0, 1), at(0, false)).firstNew).toBe(true);
    expect(describeRow(undefined, said("mara", 0, 40), at(4, true)).firstNew).toBe(false);
  });

  it("never stands above a message that is on its way", () => {
    expect(describeRow(said("mara", 0, 4), said("ada", 1), at(2)).firstNew).toBe(false);
  });
});
