/**
 * What people write, as a small tree: the parts of Markdown that suit speech, and nothing else. HTML,
 * headings, tables, rules, definitions and indented code are plain text here, and images are links, so that
 * no message can load or style anything. Whatever cannot be parsed is plain text too.
 */
import { Lexer, type MarkedToken, type Token, Tokenizer, type Tokens } from "marked";
import { allowedUrl } from "./allowed-url.ts";

export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "break" }
  | { readonly kind: "strong" | "emphasis" | "deleted"; readonly children: readonly Inline[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "link"; readonly href: string; readonly children: readonly Inline[] }
  | { readonly kind: "mention"; readonly username: string };

export type Block =
  | { readonly kind: "paragraph"; readonly children: readonly Inline[] }
  | { readonly kind: "codeBlock"; readonly text: string; readonly language: string }
  | { readonly kind: "quote"; readonly children: readonly Block[] }
  | {
      readonly kind: "list";
      readonly start: number | undefined;
      readonly items: readonly (readonly Block[])[];
    };

/** Never throws. */
export function parseMarkdown(text: string): readonly Block[] {
  try {
    const lexer = new Lexer({ gfm: true, breaks: true, tokenizer: new SpeechTokenizer() });
    return lexer.lex(text).flatMap(toBlock);
  } catch {
    return [{ kind: "paragraph", children: [{ kind: "text", text }] }];
  }
}

/** Deeper nesting is plain text: it costs its readers time and room, and says nothing that eight levels do not. */
const depthMax = 8;

class SpeechTokenizer extends Tokenizer {
  #depth = 0;

  #within<Found>(find: () => Found | undefined): Found | undefined {
    if (this.#depth === depthMax) return undefined;
    this.#depth += 1;
    try {
      return find();
    } finally {
      this.#depth -= 1;
    }
  }

  override blockquote(src: string): Tokens.Blockquote | undefined {
    return this.#within(() => super.blockquote(src));
  }
  override list(src: string): Tokens.List | undefined {
    return this.#within(() => super.list(src));
  }
  override emStrong(src: string, masked: string, before?: string): Tokens.Em | Tokens.Strong | undefined {
    return this.#within(() => super.emStrong(src, masked, before));
  }
  override del(src: string, masked: string, before?: string): Tokens.Del | undefined {
    return this.#within(() => super.del(src, masked, before));
  }

  override code(): undefined {}
  override heading(): undefined {}
  override lheading(): undefined {}
  override hr(): undefined {}
  override html(): undefined {}
  override tag(): undefined {}
  override def(): undefined {}
  override table(): undefined {}
}

function toBlock(token: Token): Block[] {
  const known = token as MarkedToken;
  switch (known.type) {
    case "space":
      return [];
    case "code":
      return [{ kind: "codeBlock", text: known.text, language: known.lang ?? "" }];
    case "blockquote":
      return [{ kind: "quote", children: known.tokens.flatMap(toBlock) }];
    case "list":
      return [
        {
          kind: "list",
          start: known.ordered ? Number(known.start) || 1 : undefined,
          items: known.items.map((item) => item.tokens.flatMap(toBlock)),
        },
      ];
    case "checkbox":
      return [{ kind: "paragraph", children: [{ kind: "text", text: known.raw.trim() }] }];
    case "paragraph":
    case "text":
      return [{ kind: "paragraph", children: toInlines(known.tokens ?? [known]) }];
    default:
      return [{ kind: "paragraph", children: [{ kind: "text", text: token.raw }] }];
  }
}

function toInlines(tokens: readonly Token[]): Inline[] {
  return tokens.flatMap(toInline);
}

function toInline(token: Token): Inline[] {
  const known = token as MarkedToken;
  switch (known.type) {
    case "strong":
      return [{ kind: "strong", children: toInlines(known.tokens) }];
    case "em":
      return [{ kind: "emphasis", children: toInlines(known.tokens) }];
    case "del":
      return [{ kind: "deleted", children: toInlines(known.tokens) }];
    case "codespan":
      return [{ kind: "code", text: known.text }];
    case "br":
      return [{ kind: "break" }];
    case "link":
      return toLink(known.href, known.raw, withoutLinks(toInlines(known.tokens)));
    case "image":
      return toLink(known.href, known.raw, [{ kind: "text", text: known.text || known.href }]);
    case "escape":
      return [{ kind: "text", text: known.text }];
    case "text":
      return known.tokens === undefined ? splitMentions(known.text) : toInlines(known.tokens);
    default:
      return [{ kind: "text", text: token.raw }];
  }
}

/** A link that may not be followed is shown as it was written. */
function toLink(address: string, raw: string, children: readonly Inline[]): Inline[] {
  const href = allowedUrl(address);
  return href === undefined ? [{ kind: "text", text: raw }] : [{ kind: "link", href, children }];
}

function withoutLinks(inlines: readonly Inline[]): Inline[] {
  return inlines.flatMap((inline) => {
    if (inline.kind === "link") return [...inline.children];
    return inline.kind === "mention" ? [{ kind: "text", text: `@${inline.username}` } as const] : [inline];
  });
}

const mention = /(?<![\p{L}\p{N}_@/.])@([a-z0-9_](?:[a-z0-9_.]*[a-z0-9_])?)/giu;

function splitMentions(text: string): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(mention)) {
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    parts.push({ kind: "mention", username: match[1] ?? "" });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

// A regular expression is compiled by its first use: here, ahead of the texts that are to be shown.
parseMarkdown("**a** *b* ~~c~~ `d` [e](https://f.test) https://g.test @h\n\n> i\n\n- j\n\n```\nk\n```");
