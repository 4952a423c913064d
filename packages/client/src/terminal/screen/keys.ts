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
  f: { kind: "move", to: "right" },
  h: { kind: "erase", what: "left" },
  k: { kind: "erase", what: "toEnd" },
  u: { kind: "erase", what: "toStart" },
  w: { kind: "erase", what: "wordLeft" },
};

/** The keys of a line editor, as shells have them; Enter sends, Alt-Enter breaks the line. */
export function actionsOf(input: string, key: Key, isEmpty: boolean): readonly KeyAction[] {
  if (key.ctrl && input === "c") return [{ kind: "leave" }];
  if (key.ctrl && input === "d") {
    return isEmpty ? [{ kind: "leave" }] : edit({ kind: "erase", what: "right" });
  }
  if (key.return) return key.meta ? edit({ kind: "insert", text: "\n" }) : [{ kind: "submit" }];
  if (key.upArrow || key.downArrow) return [{ kind: "recall", by: key.upArrow ? -1 : 1 }];
  if (key.leftArrow) return edit({ kind: "move", to: key.ctrl || key.meta ? "wordLeft" : "left" });
  if (key.rightArrow) return edit({ kind: "move", to: key.ctrl || key.meta ? "wordRight" : "right" });
  if (key.home) return edit({ kind: "move", to: "start" });
  if (key.end) return edit({ kind: "move", to: "end" });
  if (key.backspace) return edit({ kind: "erase", what: key.meta ? "wordLeft" : "left" });
  if (key.delete) return edit({ kind: "erase", what: "right" });
  if (key.ctrl) {
    const change = controlKeys[input];
    return change === undefined ? [] : edit(change);
  }
  if (key.meta || key.escape || key.tab || key.pageUp || key.pageDown) return [];
  return typed(input);
}

function edit(change: Edit): KeyAction[] {
  return [{ kind: "edit", edit: change }];
}

/** Text that came in one piece: each line that it ends is sent, as if it had been typed. */
function typed(input: string): KeyAction[] {
  const actions: KeyAction[] = [];
  for (const [at, text] of input.split(/\r\n?|\n/).entries()) {
    if (at > 0) actions.push({ kind: "submit" });
    if (text !== "") actions.push({ kind: "edit", edit: { kind: "insert", text } });
  }
  return actions;
}
