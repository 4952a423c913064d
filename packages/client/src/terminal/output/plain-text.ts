import { stripVTControlCharacters } from "node:util";

/**
 * Control characters but for tab and line feed, and those that turn the direction of what follows: the
 * embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX #9).
 */
// oxlint-disable-next-line no-control-regex
const dangerous = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * What somebody else wrote, such that a terminal can only show it: without escape sequences, other control
 * characters and changes of direction. Line feeds stay; a tab becomes a space.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text.toWellFormed().replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, "\n"))
    .replaceAll(dangerous, "")
    .replaceAll("\t", " ");
}

/** The same in one line: for names, titles and reasons. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll(/\s+/g, " ").trim();
}

/** One line of JSON whose text a terminal takes for text: what JSON itself leaves as it is, is escaped. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
