import { expect, test } from "vitest";
import { layOutInput } from "./input-layout.ts";

const size = { width: 10, rowsMax: 3 };
const laidOut = (text: string, cursor = text.length) => layOutInput({ text, cursor }, size);

test("the cursor stands behind what was written", () => {
  expect(laidOut("")).toEqual({ rows: [""], x: 0, y: 0 });
  expect(laidOut("abc")).toEqual({ rows: ["abc"], x: 3, y: 0 });
  expect(laidOut("abc", 1)).toEqual({ rows: ["abc"], x: 1, y: 0 });
});

test("wide characters take two cells, marks none", () => {
  expect(laidOut("你好")).toEqual({ rows: ["你好"], x: 4, y: 0 });
  expect(laidOut("👩‍👩‍👧")).toMatchObject({ x: 2 });
  expect(laidOut("e\u0301")).toMatchObject({ x: 1 });
});

test("a row is never wider than the terminal, and leaves the cursor a cell", () => {
  expect(laidOut("abcdefghij")).toEqual({ rows: ["abcdefghi", "j"], x: 1, y: 1 });
  expect(laidOut("你好你好你好")).toEqual({ rows: ["你好你好", "你好"], x: 4, y: 1 });
});

test("line feeds begin a row", () => {
  expect(laidOut("a\nb")).toEqual({ rows: ["a", "b"], x: 1, y: 1 });
  expect(laidOut("a\n")).toEqual({ rows: ["a", ""], x: 0, y: 1 });
  expect(laidOut("a\nb", 1)).toMatchObject({ x: 1, y: 0 });
});

test("of many rows those around the cursor are shown", () => {
  expect(laidOut("a\nb\nc\nd")).toEqual({ rows: ["b", "c", "d"], x: 1, y: 2 });
  expect(laidOut("a\nb\nc\nd", 0)).toEqual({ rows: ["a", "b", "c"], x: 0, y: 0 });
});
