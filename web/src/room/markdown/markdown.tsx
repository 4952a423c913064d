import { memo, type ReactNode, useMemo } from "react";
import { linkClass } from "../../design/link-class.ts";
import { type Block, type Inline, parseMarkdown } from "./parse-markdown.ts";

interface MarkdownProps {
  readonly text: string;
  /** Whether a username is one of the room's; others are plain text. */
  readonly isMember: (username: string) => boolean;
}

/** A message's text as React elements; no HTML of its writer ever reaches the page. */
export const Markdown = memo(function Markdown({ text, isMember }: MarkdownProps): ReactNode {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return <Blocks blocks={blocks} isMember={isMember} dir="auto" />;
});

type IsMember = MarkdownProps["isMember"];

// What is parsed from one text never changes its order: the index is a true key.
function Blocks(props: { blocks: readonly Block[]; isMember: IsMember; dir?: "auto" }): ReactNode {
  const { blocks, isMember, dir } = props;
  return blocks.map((block, index) => <BlockView key={index} block={block} isMember={isMember} dir={dir} />);
}

// Inside quotes and lists the direction is theirs: their rule and their marks stand where their words begin.
function BlockView(props: { block: Block; isMember: IsMember; dir: "auto" | undefined }): ReactNode {
  const { block, isMember, dir } = props;
  switch (block.kind) {
    case "paragraph":
      return (
        <p dir={dir}>
          <Inlines inlines={block.children} isMember={isMember} />
        </p>
      );
    case "codeBlock":
      return (
        <pre
          dir="ltr"
          tabIndex={0}
          className="my-1 overflow-x-auto rounded-control bg-sunken px-3 py-2 font-mono text-meta whitespace-pre"
        >
          <code>{block.text}</code>
        </pre>
      );
    case "quote":
      return (
        <blockquote dir="auto" className="my-1 border-s-2 border-line ps-3 text-ink2">
          <Blocks blocks={block.children} isMember={isMember} />
        </blockquote>
      );
    case "list":
      return <ListView block={block} isMember={isMember} />;
  }
}

function ListView({
  block,
  isMember,
}: {
  block: Extract<Block, { kind: "list" }>;
  isMember: IsMember;
}): ReactNode {
  const items = block.items.map((item, index) => (
    <li key={index} dir="auto">
      <Blocks blocks={item} isMember={isMember} />
    </li>
  ));
  if (block.start === undefined) return <ul className="list-disc *:ms-5">{items}</ul>;
  return (
    <ol start={block.start} className="tabular list-decimal *:ms-6">
      {items}
    </ol>
  );
}

function Inlines({ inlines, isMember }: { inlines: readonly Inline[]; isMember: IsMember }): ReactNode {
  return inlines.map((inline, index) => <InlineView key={index} inline={inline} isMember={isMember} />);
}

function InlineView({ inline, isMember }: { inline: Inline; isMember: IsMember }): ReactNode {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "break":
      return <br />;
    case "code":
      return (
        <code dir="ltr" className="rounded-[0.25rem] bg-sunken px-1 py-px font-mono text-[0.875em]">
          {inline.text}
        </code>
      );
    case "mention":
      if (!isMember(inline.username)) return `@${inline.username}`;
      return (
        <span className="rounded-[0.25rem] bg-tint px-1 font-medium text-accent">@{inline.username}</span>
      );
    case "link":
      return (
        <a href={inline.href} target="_blank" rel="noopener noreferrer nofollow" className={linkClass}>
          <Inlines inlines={inline.children} isMember={isMember} />
        </a>
      );
    case "strong":
      return (
        <strong className="font-semibold">
          <Inlines inlines={inline.children} isMember={isMember} />
        </strong>
      );
    case "emphasis":
      return (
        <em>
          <Inlines inlines={inline.children} isMember={isMember} />
        </em>
      );
    case "deleted":
      return (
        <del>
          <Inlines inlines={inline.children} isMember={isMember} />
        </del>
      );
  }
}
