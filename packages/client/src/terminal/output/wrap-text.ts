import wrapAnsi from "wrap-ansi";

/** Breaks a text into rows of at most so many cells, at spaces where it can; the space it broke at is gone. */
export function wrapText(text: string, columns: number): string {
  return text
    .split("\n")
    .map((line) => wrapAnsi(line, columns, { hard: true, trim: false }).replaceAll(/(?: ?\n ?)+/g, "\n"))
    .join("\n");
}
