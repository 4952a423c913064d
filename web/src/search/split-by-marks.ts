import { plainText } from "../room/markdown/plain-text.ts";

interface Part {
  readonly text: string;
  readonly marked: boolean;
  /** Where it begins among the words, in UTF-16 units. */
  readonly at: number;
}
type Marks = readonly { readonly start: number; readonly end: number }[];

/** Stand for a mark's ends while the words are read: characters that mean nothing, and of which none is in the text. */
const [begins, ends] = ["\uE000", "\uE001"];
const stand = /([\uE000\uE001])/;

/**
 * The words of an excerpt without what formats them, in parts, in order and whole: those that marks cover, and those
 * between. Marks that make no sense are left out.
 */
export function splitByMarks(excerpt: string, marks: Marks): readonly Part[] {
  const noted = note(excerpt, marks);
  const parts: Part[] = [];
  let at = 0;
  let marked = false;
  for (const text of plainText(noted, noted.length).split(stand)) {
    if (stand.test(text)) {
      marked = text === begins;
    } else if (text !== "") {
      parts.push({ text, marked, at });
      at += text.length;
    }
  }
  return parts;
}

/** The text with a character for each end of a mark. */
function note(text: string, marks: Marks): string {
  let noted = "";
  let at = 0;
  const take = (end: number) => {
    noted += text.slice(at, end).replaceAll(new RegExp(stand, "g"), "");
    at = end;
  };
  for (const { start, end } of marks.toSorted((one, other) => one.start - other.start)) {
    if (start < at || end <= start || end > text.length) continue;
    take(start);
    noted += begins;
    take(end);
    noted += ends;
  }
  take(text.length);
  return noted;
}
