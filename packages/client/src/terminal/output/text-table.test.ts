import { expect, test } from "vitest";
import { textTable } from "./text-table.ts";

const rows = [
  ["ROOM", "ID", "TOPIC"],
  ["你好", "rom_1", "What we eat today"],
  ["Front desk", "rom_22", ""],
];

test("columns line up by the cells that characters take", () => {
  expect(textTable(rows).split("\n")).toEqual([
    "ROOM        ID      TOPIC",
    "你好        rom_1   What we eat today",
    "Front desk  rom_22",
    "",
  ]);
});

test("in a narrow terminal the last cell gives way, and only that", () => {
  expect(textTable(rows, 28).split("\n")[1]).toBe("你好        rom_1   What we…");
  expect(textTable(rows, 12).split("\n")[1]).toBe("你好        rom_1   What we eat today");
});
