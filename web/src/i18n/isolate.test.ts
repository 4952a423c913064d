import { describe, expect, it } from "vitest";
import { isolate } from "./isolate.ts";

const depths = (text: string) => {
  let depth = 0;
  return [...text].map((char) => {
    if (/[\u2066-\u2068]/.test(char)) depth += 1;
    if (char === "\u2069") depth -= 1;
    return depth;
  });
};

describe("a text within another", () => {
  it("is left as it is where it cannot turn what is around it", () => {
    for (const text of ["", "Ada", "Ångström & Søn", "12:30", "山田", "👍🏽"])
      expect(isolate(text, "ltr")).toBe(text);
  });

  it("is isolated where it is written from right to left, or what is around it is", () => {
    for (const text of ["ليلى", "דנה", "Ada ليلى", "\u{1E900}", "\u202Egnp", "a\u200F"])
      expect(isolate(text, "ltr")).toBe(`\u2068${text}\u2069`);
    expect(isolate("Ada", "rtl")).toBe("\u2068Ada\u2069");
  });

  it.each([
    "\u2069\u202Eadmin",
    "\u2066\u2067\u2068",
    "\u2069\u2069\u2066a\u2069\u2069b\u2067",
    "a\u2029\u202Eb\nc",
    "\u2066a\u2069\u202E",
  ])("neither leaves its isolate early nor keeps it open: %j", (text) => {
    const isolated = isolate(text, "ltr");
    const inside = depths(isolated);
    expect(inside.slice(0, -1).every((depth) => depth > 0)).toBe(true);
    expect(inside.at(-1)).toBe(0);
    expect(isolated).not.toMatch(/[\n\r\u0085\u2029]/);
  });
});
