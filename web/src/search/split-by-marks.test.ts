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

  it("leaves out marks that overlap or reach beyond the text", () => {
    expect(read("gauge", [0, 3], [2, 4])).toEqual(["[gau]", "ge"]);
    expect(read("gauge", [2, 9], [3, 3])).toEqual(["gauge"]);
  });
});
