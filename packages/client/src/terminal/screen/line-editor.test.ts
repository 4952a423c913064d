import { expect, test } from "vitest";
import { type Draft, type Edit, editDraft, emptyDraft } from "./line-editor.ts";

const edited = (draft: Draft, ...edits: Edit[]) => edits.reduce(editDraft, draft);
const typed = (text: string) => edited(emptyDraft, { kind: "insert", text });

test("text goes in where the cursor is", () => {
  const draft = edited(typed("ac"), { kind: "move", to: "left" }, { kind: "insert", text: "b" });
  expect(draft).toEqual({ text: "abc", cursor: 2 });
});

test.each(["👩‍👩‍👧", "🇳🇴", "é", "नि", "❤️"])("%s is passed and erased as one character", (character) => {
  const draft = typed(`a${character}`);
  expect(edited(draft, { kind: "move", to: "left" }).cursor).toBe(1);
  expect(edited(draft, { kind: "erase", what: "left" })).toEqual({ text: "a", cursor: 1 });
  const before = edited(draft, { kind: "move", to: "start" }, { kind: "move", to: "right" });
  expect(edited(before, { kind: "erase", what: "right" })).toEqual({ text: "a", cursor: 1 });
});

test("words and sides are erased and passed as in a shell", () => {
  const draft = typed("one two  ");
  expect(edited(draft, { kind: "erase", what: "wordLeft" }).text).toBe("one ");
  expect(edited(draft, { kind: "move", to: "wordLeft" }).cursor).toBe(4);
  const start = edited(draft, { kind: "move", to: "start" });
  expect(edited(start, { kind: "move", to: "wordRight" }).cursor).toBe(3);
  expect(edited(draft, { kind: "erase", what: "toStart" })).toEqual(emptyDraft);
  const middle = edited(draft, { kind: "move", to: "wordLeft" });
  expect(edited(middle, { kind: "erase", what: "toEnd" }).text).toBe("one ");
});

test("at the ends nothing happens", () => {
  for (const edit of [
    { kind: "erase", what: "left" },
    { kind: "erase", what: "right" },
    { kind: "move", to: "left" },
    { kind: "move", to: "wordRight" },
  ] as const) {
    expect(editDraft(emptyDraft, edit)).toEqual(emptyDraft);
  }
});
