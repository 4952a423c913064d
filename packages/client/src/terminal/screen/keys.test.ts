import type { Key } from "ink";
import { expect, test } from "vitest";
import { actionsOf } from "./keys.ts";

const pressed = (input: string, key: Partial<Key> = {}, isEmpty = false) =>
  actionsOf(input, key as Key, isEmpty);
const insert = (text: string) => ({ kind: "edit", edit: { kind: "insert", text } });

test("Enter sends, Alt-Enter breaks the line", () => {
  expect(pressed("\r", { return: true })).toEqual([{ kind: "submit" }]);
  expect(pressed("\r", { return: true, meta: true })).toEqual([insert("\n")]);
});

test("Ctrl-C leaves, Ctrl-D leaves an empty line and erases in a written one", () => {
  expect(pressed("c", { ctrl: true })).toEqual([{ kind: "leave" }]);
  expect(pressed("d", { ctrl: true }, true)).toEqual([{ kind: "leave" }]);
  expect(pressed("d", { ctrl: true })).toEqual([{ kind: "edit", edit: { kind: "erase", what: "right" } }]);
});

test("keys that came in one piece do what they would have done one by one", () => {
  expect(pressed("one\rtwo")).toEqual([insert("one"), { kind: "submit" }, insert("two")]);
  expect(pressed("one\r\n")).toEqual([insert("one"), { kind: "submit" }]);
});

test("so do control characters among them, which are never written", () => {
  const move = (to: string) => ({ kind: "edit", edit: { kind: "move", to } });
  expect(pressed("\u0001one\u0005two")).toEqual([move("start"), insert("one"), move("end"), insert("two")]);
  expect(pressed("one\u0003")).toEqual([insert("one"), { kind: "leave" }]);
  expect(pressed("\u0004", {}, true)).toEqual([{ kind: "leave" }]);
  expect(pressed("a\u0000b")).toEqual([insert("a"), insert("b")]);
});

test("Alt with b, f and d goes by words", () => {
  const edits = ["b", "f", "d"].flatMap((letter) => pressed(letter, { meta: true }));
  expect(edits).toEqual([
    { kind: "edit", edit: { kind: "move", to: "wordLeft" } },
    { kind: "edit", edit: { kind: "move", to: "wordRight" } },
    { kind: "edit", edit: { kind: "erase", what: "wordRight" } },
  ]);
});

test("keys without a meaning write nothing", () => {
  for (const key of [{ escape: true }, { tab: true }, { pageUp: true }, { meta: true }, { ctrl: true }]) {
    expect(pressed("x", key)).toEqual([]);
  }
});
