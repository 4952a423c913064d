import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Block, type Inline, parseMarkdown } from "./parse-markdown.ts";

const paragraph = (...children: Inline[]): Block => ({ kind: "paragraph", children });
const text = (value: string): Inline => ({ kind: "text", text: value });

const squeeze = (value: string) => value.replaceAll(/\s+/g, "");

/** All that a tree shows as text, links' addresses apart. */
function plain(nodes: readonly (Block | Inline)[]): string {
  return nodes
    .map((node) => {
      if ("text" in node) return node.text;
      if (node.kind === "mention") return `@${node.username}`;
      if (node.kind === "break") return "\n";
      if (node.kind === "list") return node.items.map(plain).join("\n");
      return plain(node.children);
    })
    .join("");
}

function hrefs(nodes: readonly (Block | Inline)[]): string[] {
  return nodes.flatMap((node) => {
    if (node.kind === "link") return [node.href, ...hrefs(node.children)];
    if (node.kind === "list") return node.items.flatMap(hrefs);
    return "children" in node ? hrefs(node.children) : [];
  });
}

describe("what Markdown means here", () => {
  it("keeps line breaks as they were written", () => {
    expect(parseMarkdown("one\ntwo")).toEqual([paragraph(text("one"), { kind: "break" }, text("two"))]);
  });

  it("knows strong, emphasis, deleted and code", () => {
    expect(parseMarkdown("**a** *b* ~~c~~ `d`")).toEqual([
      paragraph(
        { kind: "strong", children: [text("a")] },
        text(" "),
        { kind: "emphasis", children: [text("b")] },
        text(" "),
        { kind: "deleted", children: [text("c")] },
        text(" "),
        { kind: "code", text: "d" },
      ),
    ]);
  });

  it("knows fenced code, quotes and lists", () => {
    expect(parseMarkdown("```ts\nlet a;\n```")).toEqual([
      { kind: "codeBlock", text: "let a;", language: "ts" },
    ]);
    expect(parseMarkdown("> said")).toEqual([{ kind: "quote", children: [paragraph(text("said"))] }]);
    expect(parseMarkdown("3. a\n4. b")).toEqual([
      { kind: "list", start: 3, items: [[paragraph(text("a"))], [paragraph(text("b"))]] },
    ]);
  });

  it.each([
    "# not a heading",
    "    not code",
    "| a |\n| - |",
    "---",
    "[a]: https://example.org",
    "text\n===",
  ])("leaves %j as it was written", (source) => {
    const blocks = parseMarkdown(source);
    expect(squeeze(plain(blocks))).toBe(squeeze(source));
    expect(blocks.every((block) => block.kind === "paragraph")).toBe(true);
  });
});

const fragments = [
  "[a](",
  ")",
  "javascript:",
  "data:",
  "https://x.example",
  "<",
  ">",
  "**",
  "_",
  "`",
  "\n",
  "> ",
  "- ",
  "1. ",
  "![",
  "](",
  "@ada",
  "\\",
  "&#106;",
  "|",
  "~~",
  "```",
  "    ",
  "<a href='javascript:x'>",
  "www.x.example",
];
const mentioned = (source: string) => JSON.stringify(parseMarkdown(source)).includes('"mention"');

describe("what could do harm", () => {
  it.each([
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<style>*{display:none}</style>",
    "<!-- hidden -->",
    "a <b>c</b>",
  ])("shows %j as text", (source) => {
    expect(plain(parseMarkdown(source))).toBe(source);
  });

  it("does not turn entities into characters", () => {
    expect(plain(parseMarkdown("&lt;script&gt; &amp;"))).toBe("&lt;script&gt; &amp;");
  });

  it("shows a link that may not be followed as it was written", () => {
    expect(parseMarkdown("[here](javascript:alert(1))")).toEqual([
      paragraph(text("[here](javascript:alert(1))")),
    ]);
  });

  it("makes images links, so that nothing is loaded", () => {
    expect(parseMarkdown("![cat](https://example.org/cat.png)")).toEqual([
      paragraph({ kind: "link", href: "https://example.org/cat.png", children: [text("cat")] }),
    ]);
  });

  it("gives every link an allowed scheme and throws on no text at all", { timeout: 30_000 }, () => {
    const fragment = fc.constantFrom(...fragments);
    const source = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.array(fragment, { maxLength: 24 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(source, (value) => {
        const blocks = parseMarkdown(value);
        for (const href of hrefs(blocks)) expect(href).toMatch(/^(?:https?:\/\/|mailto:)/);
      }),
      { numRuns: 400 },
    );
  });
});

/** How deep a tree of blocks and inlines goes. */
function depthOf(nodes: readonly (Block | Inline)[]): number {
  const depths = nodes.map((node) => {
    if (node.kind === "list") return 1 + depthOf(node.items.flat());
    return "children" in node ? 1 + depthOf(node.children) : 0;
  });
  return Math.max(0, ...depths);
}

describe("nesting without an end", () => {
  it.each([
    ["quotes", ">".repeat(1_500), ""],
    ["lists", "- ".repeat(1_500), ""],
    ["quotes of lists", "> - ".repeat(700), ""],
    ["emphasis", "*a ".repeat(1_300), " a*".repeat(1_300)],
    ["deleted text", "~~a *b ".repeat(500), " b* a~~".repeat(500)],
    ["emphasis in quotes", `${"> ".repeat(200)}${"*a ".repeat(1_000)}`, " a*".repeat(1_000)],
  ])("goes on as plain text: %s", (_, open, close) => {
    const blocks = parseMarkdown(`${open}word${close}`);
    expect(depthOf(blocks)).toBeLessThanOrEqual(17);
    expect(plain(blocks)).toContain("word");
  });
});

describe("mentions", () => {
  it("are found at the edges of words", () => {
    expect(parseMarkdown("@ada, ask (@mara.l)!")).toEqual([
      paragraph(
        { kind: "mention", username: "ada" },
        text(", ask ("),
        { kind: "mention", username: "mara.l" },
        text(")!"),
      ),
    ]);
  });

  it("are not found in addresses, code or links", () => {
    expect(mentioned("mail ada@example.org")).toBe(false);
    expect(mentioned("`@ada`")).toBe(false);
    expect(mentioned("[@ada](https://example.org)")).toBe(false);
  });

  it("end before a full stop", () => {
    expect(parseMarkdown("Thanks @ada.")).toEqual([
      paragraph(text("Thanks "), { kind: "mention", username: "ada" }, text(".")),
    ]);
  });
});
