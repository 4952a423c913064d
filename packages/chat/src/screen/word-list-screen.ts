import type { MessageScreen } from "./message-screen.ts";

/** Letters, digits and marks in a row; all else parts words. */
const wordPattern = /[\p{L}\p{N}\p{M}]+/gu;

/** How a word is compared: whatever its case, its width or the way its accents are written. */
function fold(word: string): string {
  return word.normalize("NFKC").toLowerCase();
}

/**
 * A screen that refuses texts with certain words or phrases in them, as whole words: `"ass"` is not found in
 * "class". The example of what can stand behind `MessageScreen`.
 */
export function createWordListScreen(phrases: readonly string[]): MessageScreen {
  const refused = phrases.map((phrase) => ` ${wordsOf(phrase)} `).filter((phrase) => phrase.trim() !== "");
  return {
    check: async ({ text }) => {
      const said = ` ${wordsOf(text)} `;
      return refused.some((phrase) => said.includes(phrase))
        ? { kind: "refused", reason: "holds a word that is not allowed here" }
        : { kind: "accepted" };
    },
  };
}

/** A text's words, one space apart. */
function wordsOf(text: string): string {
  return [...fold(text).matchAll(wordPattern)].map(([word]) => word).join(" ");
}
