import { expect, test } from "vitest";
import { wrapText } from "./wrap-text.ts";

test("rows begin with a word, not with the space before it", () => {
  expect(wrapText("Then the bar opens", 8)).toBe("Then the\nbar\nopens");
  expect(wrapText("aaaa bbbb cccc", 4)).toBe("aaaa\nbbbb\ncccc");
});

test("what somebody set in stays set in, and their own lines are theirs", () => {
  expect(wrapText("if x:\n    return", 20)).toBe("if x:\n    return");
  expect(wrapText("a\n\nb", 20)).toBe("a\n\nb");
});

test("a word longer than a row is cut, by the cells that it takes", () => {
  expect(wrapText("你好你好你", 4)).toBe("你好\n你好\n你");
});
