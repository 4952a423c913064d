import cliTruncate from "cli-truncate";
import stringWidth from "string-width";

const gap = "  ";

/**
 * Rows in columns that line up by the width that a terminal gives their characters. With `columns`, the
 * terminal's own, the last cell of a row gives way: what comes before it can still be copied whole.
 */
export function textTable(rows: readonly (readonly string[])[], columns = Number.POSITIVE_INFINITY): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, stringWidth(cell));
  }
  const lines = rows.map((row) => {
    const last = row.at(-1) ?? "";
    const before = row
      .slice(0, -1)
      .map((cell, at) => cell + " ".repeat((widths[at] ?? 0) - stringWidth(cell)) + gap)
      .join("");
    const left = columns - stringWidth(before);
    const isCut = left > 0 && stringWidth(last) > left;
    return `${before}${isCut ? cliTruncate(last, left) : last}`.trimEnd();
  });
  return lines.map((line) => `${line}\n`).join("");
}
