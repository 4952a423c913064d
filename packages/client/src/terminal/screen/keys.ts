import type { Key } from "ink";
import type { Edit } from "./line-editor.ts";

/** What a key press asks for. */
export type KeyAction =
  | { readonly kind: "edit"; readonly edit: Edit }
  | { readonly kind: "submit" }
  | { readonly kind: "recall"; readonly by: -1 | 1 }
  | { readonly kind: "leave" };

const controlKeys: Readonly<Record<string, Edit>> = {
  a: { kind: "move", to: "start" },
  e: { kind: "move", to: "end" },
  b: { kind: "move", to: "left" },
  d: { kind: "erase", what: "right" },
  f: { kind: "move", to: "right" },
  h: { kind: "erase", what: "left" },
  k: { kind: "erase", what: "toEnd" },
  u: { kind: "erase", what: "toStart" },
  w: { kind: "erase", what: "wordLeft" },
};

const metaKeys: Readonly<Record<string, Edit>> = {
  b: { kind: "move", to: "wordLeft" },
  f: { kind: "move", to: "wordRight" },
  d: { kind: "erase", what: "wordRight" },
};

/** The keys of a line editor, as shells have them; Enter sends, Alt-Enter breaks the line. */
export function actionsOf(input: string, key: Key, isEmpty: boolean): readonly KeyAction[] {
  if (key.return) return key.meta ? edit({ kind: "insert", text: "\n" }) : [{ kind: "submit" }];
  if (key.upArrow || key.downArrow) return [{ kind: "recall", by: key.upArrow ? -1 : 1 }];
  if (key.leftArrow) return edit({ kind: "move", to: key.ctrl || key.meta ? "wordLeft" : "left" });
  if (key.rightArrow) return edit({ kind: "move", to: key.ctrl || key.meta ? "wordRight" : "right" });
  if (key.home) return edit({ kind: "move", to: "start" });
  if (key.end) return edit({ kind: "move", to: "end" });
  if (key.backspace) return edit({ kind: "erase", what: key.meta ? "wordLeft" : "left" });
  if (key.delete) return edit({ kind: "erase", what: "right" });
  if (key.ctrl) return controlled(input, isEmpty);
  if (key.meta) return edit(metaKeys[input]);
  if (key.escape || key.tab || key.pageUp || key.pageDown) return [];
  return typed(input, isEmpty);
}

function edit(change: Edit | undefined): KeyAction[] {
  return change === undefined ? [] : [{ kind: "edit", edit: change }];
}

function controlled(letter: string, isEmpty: boolean): KeyAction[] {
  if (letter === "c" || (letter === "d" && isEmpty)) return [{ kind: "leave" }];
  return edit(controlKeys[letter]);
}

/** Keys that came in one piece, over a slow line: each does what it would have done alone. */
function typed(input: string, isEmpty: boolean): KeyAction[] {
  return [...input.matchAll(/\r\n?|\n|\p{Cc}|\P{Cc}+/gu)].flatMap(([part], at): KeyAction[] => {
    if (/^[\r\n]/.test(part)) return [{ kind: "submit" }];
    if (/^\p{Cc}/u.test(part)) return controlled(letterOf(part), isEmpty && at === 0);
    return edit({ kind: "insert", text: part });
  });
}

/** The key that makes a control character together with Ctrl: `a` for U+0001. */
function letterOf(control: string): string {
  return String.fromCharCode(control.charCodeAt(0) + "a".charCodeAt(0) - 1);
}
