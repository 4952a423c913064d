import { expect, test } from "vitest";
import type { RoomLine } from "../room-lines.ts";
import { countFitting } from "./line-row.ts";

const line = (text: string, at: string): RoomLine =>
  ({
    key: text,
    type: "message",
    at,
    username: "ada",
    isOwn: false,
    message: { text },
  }) as unknown as RoomLine;
const long = "word ".repeat(10).trim();

test("as many of the last lines are drawn as fit, with the day above the first and above each other day", () => {
  const noon = new Date(2026, 4, 1, 12).toISOString();
  const next = new Date(2026, 4, 2, 12).toISOString();
  const lines = [line("one", noon), line("two", noon), line("three", next)];
  const count = (rows: number) => countFitting(lines, { columns: 80, rows });
  expect([1, 2, 3, 4, 5].map(count)).toEqual([0, 1, 1, 2, 3]);
});

test("a line takes as many rows as its text has at that width", () => {
  const noon = new Date(2026, 4, 1, 12).toISOString();
  const lines = [line("one", noon), line(long, noon)];
  expect(countFitting(lines, { columns: 80, rows: 3 })).toBe(2);
  expect(countFitting(lines, { columns: 40, rows: 3 })).toBe(1);
});
