import { describe, expect, it } from "vitest";
import { plainText } from "./plain-text.ts";

describe("the beginning of a message as a line of words", () => {
  it.each([
    ["**Weight**, *slant*, ~~gone~~ and `code`", "Weight, slant, gone and code"],
    ["> a quotation\n> of two lines\n\nand an answer", "a quotation of two lines and an answer"],
    ["- a list\n- of things\n  - and one inside", "a list of things and one inside"],
    ["1. first\n2. second", "first second"],
    ["```\nconst a = **b**;\n```", "const a = **b**;"],
    ["[a link](https://example.test/x) for @ada_l", "a link for @ada_l"],
    ["[press](javascript:alert(1))", "[press](javascript:alert(1))"],
    ["<b>bold</b> 2 * 3 * 4", "<b>bold</b> 2 * 3 * 4"],
    ["one\ntwo\n\n\nthree", "one two three"],
    ["", ""],
  ])("of %j is %j", (text, words) => {
    expect(plainText(text)).toBe(words);
  });

  it("ends where it is to, at a whole character", () => {
    expect(plainText("👍".repeat(8_000 / 2), 5)).toBe("👍👍👍👍…");
    expect(plainText("ab ".repeat(2_000), 140)).toHaveLength(140);
    expect(plainText("12345", 5)).toBe("12345");
  });
});
