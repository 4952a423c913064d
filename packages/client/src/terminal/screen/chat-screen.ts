import { Box, Static, Text, useCursor, useInput, usePaste, useWindowSize } from "ink";
import { createElement, type ReactNode, useState, useSyncExternalStore } from "react";
import { plainLine } from "../output/plain-text.ts";
import type { RoomLine } from "../room-lines.ts";
import type { Conversation, ConversationDeps } from "./conversation.ts";
import { layOutInput } from "./input-layout.ts";
import { actionsOf } from "./keys.ts";
import { countFitting, lineRow } from "./line-row.ts";
import type { Palette } from "./palette.ts";
import { connectionText, pendingText, throttleText, typingText, windowText } from "./status-text.ts";
import { titleText } from "./title-text.ts";

export interface ChatScreenProps extends ConversationDeps {
  readonly conversation: Conversation;
  readonly palette: Palette;
  leave(): void;
}

const promptText = "> ";
const inputRowsMax = 5;
const pendingRowsMax = 5;

/** What was said scrolls away above; below it what is on its way, what is going on, and the input. */
export function ChatScreen(props: ChatScreenProps) {
  const { chat, room, conversation, timeline, palette } = props;
  const { columns, rows } = useWindowSize();
  const view = useSyncExternalStore(conversation.subscribe, conversation.getSnapshot);
  const { pending, throttle, status, error } = useSyncExternalStore(timeline.subscribe, timeline.getSnapshot);
  const connection = useSyncExternalStore(chat.connection.subscribe, chat.connection.getSnapshot);
  const { setCursorPosition } = useCursor();
  useKeys(props);

  const countdown = throttleText(throttle, view.now);
  const width = Math.max(10, columns - promptText.length - (countdown ?? "").length - 2);
  const input = layOutInput(view.draft, { width, rowsMax: inputRowsMax });
  const told = [
    ...pending.slice(0, pendingRowsMax).map((message) => ({
      key: message.key,
      text: `${plainLine(message.text)} (${plainLine(pendingText(message, view.now))})`,
      look: message.state.kind === "failed" ? palette.danger : palette.quiet,
    })),
    { key: "more", text: moreText(pending.length - pendingRowsMax), look: palette.quiet },
    { key: "window", text: windowText({ status, error }), look: palette.danger },
    { key: "connection", text: connectionText(connection, view.now), look: palette.signal },
    { key: "typing", text: typingText(view.typing), look: palette.quiet },
    { key: "notice", text: view.notice && plainLine(view.notice), look: palette.signal },
  ].filter(({ text }) => text !== undefined);
  const titleRows = titleText(room, columns).split("\n").length;
  const free = rows - told.length - input.rows.length - titleRows;
  const said = useSaid(view.lines, { columns, rows: free });
  setCursorPosition({ x: promptText.length + input.x, y: told.length + input.y });

  return createElement(Box, { flexDirection: "column" }, [
    createElement(Static<ConversationLine>, {
      key: `said-${columns}`,
      items: said,
      children: (line, at) => lineRow(line, { columns, palette, above: said[at - 1] }),
    }),
    ...told.map(({ key, text, look }) => createElement(Text, { key, wrap: "truncate-end", ...look }, text)),
    createElement(Box, { key: "input", width: columns }, inputRows(input.rows, countdown, palette)),
  ]);
}

/**
 * The lines that are drawn, each once. For another width the screen is emptied (see `showChat`), and those are drawn
 * anew that it has room for; what has scrolled away stays as it was.
 */
function useSaid<Line extends RoomLine>(
  lines: readonly Line[],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): Line[] {
  const [drawn, setDrawn] = useState({ columns, from: 0 });
  if (drawn.columns === columns) return lines.slice(drawn.from);
  const from = lines.length - countFitting(lines, { columns, rows });
  setDrawn({ columns, from });
  return lines.slice(from);
}

type ConversationLine = ReturnType<Conversation["getSnapshot"]>["lines"][number];

function inputRows(rows: readonly string[], countdown: string | undefined, palette: Palette): ReactNode[] {
  return [
    createElement(Text, { key: "prompt", ...palette.own }, promptText),
    createElement(
      Box,
      { key: "rows", flexDirection: "column", flexGrow: 1 },
      rows.map((row, at) => createElement(Text, { key: `row-${at}` }, row === "" ? " " : row)),
    ),
    createElement(Text, { key: "countdown", ...palette.signal }, countdown ?? ""),
  ];
}

function moreText(count: number): string | undefined {
  return count > 0 ? `and ${count} more waiting to send` : undefined;
}

function useKeys({ conversation, leave }: ChatScreenProps): void {
  useInput((input, key) => {
    const isEmpty = conversation.getSnapshot().draft.text === "";
    for (const action of actionsOf(input, key, isEmpty)) {
      if (action.kind === "leave") leave();
      else if (action.kind === "submit") void conversation.submit();
      else if (action.kind === "recall") conversation.recall(action.by);
      else conversation.edit(action.edit);
    }
  });
  usePaste((text) => conversation.edit({ kind: "insert", text: text.replaceAll(/\r\n?/g, "\n") }));
}
