import { describe, expect, it } from "vitest";
import { splitByMarks } from "./split-by-marks.ts";

const read = (text: string, ...marks: [number, number][]) =>
  splitByMarks(
    text,
    marks.map(([start, end]) => ({ start, end })),
  ).map((part) => (part.marked ? `[${part.text}]` : part.text));

describe("splitByMarks", () => {
  it("gives the text back whole, marked where the marks are, in whatever order they come", () => {
    expect(read("the red gauge", [8, 13], [4, 7])).toEqual(["the ", "[red]", " ", "[gauge]"]);
    expect(read("red", [0, 3])).toEqual(["[red]"]);
    expect(read("plain")).toEqual(["plain"]);
  });

  it("leaves out what formats the words, and keeps what is marked of them", () => {
    expect(read("a **word** with `code`", [4, 8])).toEqual(["a ", "[word]", " with code"]);
    expect(read("a **whole word**", [10, 14])).toEqual(["a whole ", "[word]"]);
    expect(read("see [the gauge](https://example.test/gauge)", [9, 14], [37, 42])).toEqual([
      "see the ",
      "[gauge]",
    ]);
    expect(read("https://example.test/gauge", [21, 26])).toEqual(["https://example.test/", "[gauge]"]);
    expect(read("\uE000gauge\uE001", [1, 6])).toEqual(["[gauge]"]);
  });

  it("leaves out marks that overlap or reach beyond the text", () => {
    expect(read("gauge", [0, 3], [2, 4])).toEqual(["[gau]", "ge"]);
    expect(read("gauge", [2, 9], [3, 3])).toEqual(["gauge"]);
  });
});
