import stringWidth from "string-width";
import { plainText } from "../output/plain-text.ts";
import type { Draft } from "./line-editor.ts";

/** Where a draft's characters stand: rows of at most `width` cells, and the cursor's cell. */
export interface InputLayout {
  readonly rows: readonly string[];
  readonly x: number;
  readonly y: number;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Breaks a draft into rows of a width in cells; of more than `rowsMax` rows those around the cursor are shown. */
export function layOutInput(
  { text, cursor }: Draft,
  { width, rowsMax }: { readonly width: number; readonly rowsMax: number },
): InputLayout {
  const rows: string[] = [""];
  let used = 0;
  let at = { x: 0, y: 0 };
  const breakRow = () => {
    rows.push("");
    used = 0;
  };
  for (const { segment, index } of graphemes.segment(text)) {
    const cells = segment.includes("\n") ? 0 : stringWidth(segment);
    // The cursor needs a cell of its own behind the last character.
    if (used + cells >= width && used > 0) breakRow();
    if (index === cursor) at = { x: used, y: rows.length - 1 };
    if (segment.includes("\n")) {
      breakRow();
    } else {
      rows[rows.length - 1] += plainText(segment);
      used += cells;
    }
  }
  if (cursor === text.length) at = { x: used, y: rows.length - 1 };
  const first = Math.max(0, Math.min(at.y - rowsMax + 1, rows.length - rowsMax));
  return { rows: rows.slice(first, first + rowsMax), x: at.x, y: at.y - first };
}
