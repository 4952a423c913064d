import { type Block, type Inline, parseMarkdown } from "./parse-markdown.ts";

/** What is looked at of a long text: marks and addresses that are left out count here, too. */
const sourceCharsMax = 2_000;

/** The beginning of a message as one line of words, without the marks that format them: for previews and notices. */
export function plainText(text: string, charsMax = 300): string {
  const words = parseMarkdown(text.slice(0, sourceCharsMax)).map(ofBlock).join(" ");
  const chars = [...words.replaceAll(/\s+/g, " ").trim()];
  return chars.length > charsMax ? `${chars.slice(0, charsMax - 1).join("")}…` : chars.join("");
}

function ofBlock(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return block.children.map(ofInline).join("");
    case "codeBlock":
      return block.text;
    case "quote":
      return block.children.map(ofBlock).join(" ");
    case "list":
      return block.items.flatMap((item) => item.map(ofBlock)).join(" ");
  }
}

function ofInline(inline: Inline): string {
  switch (inline.kind) {
    case "text":
    case "code":
      return inline.text;
    case "break":
      return " ";
    case "mention":
      return `@${inline.username}`;
    default:
      return inline.children.map(ofInline).join("");
  }
}
