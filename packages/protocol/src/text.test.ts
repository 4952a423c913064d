import { describe, expect, it } from "vitest";
import { line } from "./text.ts";

const takes = (text: string, charsMin = 1) => line(60, charsMin).safeParse(text).success;

describe("a name", () => {
  it.each(["\u200b", "\u200b\u2060\u00ad", "\u202e\u2066", "\u3164", "\u00a0\u200d\ufe0f"])(
    "[SEC18] is not of what nobody can see: %j",
    (text) => {
      expect(takes(text)).toBe(false);
      expect(takes(text, 0)).toBe(false);
    },
  );

  it.each(["Ada", "علي", "می\u200cخواهم", "👩\u200d🚀", "❤\ufe0f", "."])("may be %j", (text) => {
    expect(takes(text)).toBe(true);
  });

  it("may be nothing at all where that is allowed", () => {
    expect(takes("", 0)).toBe(true);
    expect(takes("")).toBe(false);
  });
});
