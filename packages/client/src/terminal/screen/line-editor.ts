/** A text being written: `cursor` is an index into `text`, always between two characters as people see them. */
export interface Draft {
  readonly text: string;
  readonly cursor: number;
}

export type Edit =
  | { readonly kind: "insert"; readonly text: string }
  | { readonly kind: "replace"; readonly text: string }
  | { readonly kind: "move"; readonly to: "left" | "right" | "start" | "end" | "wordLeft" | "wordRight" }
  | {
      readonly kind: "erase";
      readonly what: "left" | "right" | "toStart" | "toEnd" | "wordLeft" | "wordRight";
    };

export const emptyDraft: Draft = { text: "", cursor: 0 };

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The draft after an edit. A character is what a person takes for one: a flag or a family is erased whole. */
export function editDraft(draft: Draft, edit: Edit): Draft {
  const { text, cursor } = draft;
  switch (edit.kind) {
    case "insert":
      return {
        text: text.slice(0, cursor) + edit.text + text.slice(cursor),
        cursor: cursor + edit.text.length,
      };
    case "replace":
      return { text: edit.text, cursor: edit.text.length };
    case "move":
      return { text, cursor: target(draft, edit.to) };
    case "erase": {
      const to = {
        toStart: "start",
        toEnd: "end",
        left: "left",
        right: "right",
        wordLeft: "wordLeft",
        wordRight: "wordRight",
      } as const;
      const other = target(draft, to[edit.what]);
      const [from, upTo] = [Math.min(cursor, other), Math.max(cursor, other)];
      return { text: text.slice(0, from) + text.slice(upTo), cursor: from };
    }
  }
}

function target({ text, cursor }: Draft, to: Extract<Edit, { kind: "move" }>["to"]): number {
  switch (to) {
    case "start":
      return 0;
    case "end":
      return text.length;
    case "left":
      return [...graphemes.segment(text.slice(0, cursor))].at(-1)?.index ?? 0;
    case "right":
      return cursor + ([...graphemes.segment(text.slice(cursor))][0]?.segment.length ?? 0);
    case "wordLeft":
      return /\S+\s*$/u.exec(text.slice(0, cursor))?.index ?? 0;
    case "wordRight":
      return cursor + (/^\s*\S+/u.exec(text.slice(cursor))?.[0].length ?? text.length - cursor);
  }
}
