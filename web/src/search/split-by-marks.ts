interface Part {
  readonly text: string;
  readonly marked: boolean;
  /** Where it begins, in UTF-16 units. */
  readonly at: number;
}

/** A text in parts, in order and whole: those that marks cover, and those between. Marks that make no sense are left out. */
export function splitByMarks(
  text: string,
  marks: readonly { readonly start: number; readonly end: number }[],
): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  const take = (end: number, marked: boolean) => {
    if (end > at) parts.push({ text: text.slice(at, end), marked, at });
    at = Math.max(at, end);
  };
  for (const { start, end } of marks.toSorted((one, other) => one.start - other.start)) {
    if (start < at || end <= start || end > text.length) continue;
    take(start, false);
    take(end, true);
  }
  take(text.length, false);
  return parts;
}
