import { describe, expect, it } from "vitest";
import { parseRateLimit } from "./rate-limit.ts";

describe("parseRateLimit", () => {
  it("reads windows from second to day", () => {
    expect(parseRateLimit("1/second,10/minute")).toEqual([
      { count: 1, windowMs: 1_000 },
      { count: 10, windowMs: 60_000 },
    ]);
    expect(parseRateLimit(" 5/hour , 9/day ")).toEqual([
      { count: 5, windowMs: 3_600_000 },
      { count: 9, windowMs: 86_400_000 },
    ]);
  });

  it('reads "unlimited" as no window at all', () => {
    expect(parseRateLimit("unlimited")).toEqual([]);
  });

  it.each([
    "",
    "10",
    "10/",
    "/minute",
    "0/second",
    "-1/second",
    "1.5/second",
    "1/week",
    "1/second,",
    "10/minute;1/day",
    "1/second,2/second",
    "unlimited,1/day",
    "1e3/day",
    "1000000000/day",
  ])("[THR7] refuses %j with a sentence that quotes it", (text) => {
    expect(() => parseRateLimit(text)).toThrow(RangeError);
    expect(() => parseRateLimit(text)).toThrow(text);
  });
});
