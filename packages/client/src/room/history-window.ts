import type { Event, Message, MessagesAnswer, UserId } from "@parley/protocol";
import { changeMessage, foldMessages, messageIdOf } from "@parley/protocol/fold";
import { type MessageList, messageListOf } from "./message-list.ts";
import type { TimelineMessage } from "./timeline.ts";

/** A page of history, and the events after it that have been applied elsewhere already. */
export interface FoldedPage {
  readonly page: MessagesAnswer;
  /** Ascending and contiguous from `page.asOfSeq + 1` to the last seq applied; empty when the page is newer. */
  readonly later: readonly Event[];
}

export interface WindowDeps {
  viewer(): UserId | undefined;
}

/** A window never holds more rows than this: the side away from its growth is let go. */
export const windowRowsMax = 20_000;

/**
 * Messages of a room between two ends, kept true by events.
 *
 * A page is folded as of its `asOfSeq`: each row remembers that, and an event is applied to it only when it
 * is later. Events that no row in the window asks for are ignored.
 */
export interface HistoryWindow {
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
  /** The rows as they are now: the same list until one changes. */
  readonly rows: MessageList;
  /** Applies an event that follows all those applied before. */
  apply(event: Event): void;
  /** Makes the page the whole window. */
  replace(folded: FoldedPage): void;
  /** Adds an older page in front. */
  prepend(folded: FoldedPage): void;
  /** Adds a newer page at the end; one that reaches the newest message takes in those created since. */
  append(folded: FoldedPage): void;
  clear(): void;
}

export function createHistoryWindow({ viewer }: WindowDeps): HistoryWindow {
  let rows: TimelineMessage[] = [];
  let hasBefore = false;
  let hasAfter = false;
  /** A copy of the rows, made when it is asked for: a burst of events costs one. */
  let shown: MessageList | undefined;
  /** Messages created up to this seq are in the window, when it reaches the newest. */
  let tailSeq = 0;
  /** The seq up to which changes are folded into each row. */
  const asOfSeqs = new Map<string, number>();

  /** Rows of messages as of a seq, with the later events folded in; from now on they are known here. */
  const take = (
    messages: readonly Message[],
    asOfSeq: number,
    later: readonly Event[],
  ): TimelineMessage[] => {
    shown = undefined;
    const taken = foldMessages(later, viewer(), messages);
    for (const { id } of taken) asOfSeqs.set(id, later.at(-1)?.seq ?? asOfSeq);
    return taken.map(withKey);
  };
  const letGo = (gone: readonly TimelineMessage[]): boolean => {
    for (const { id } of gone) asOfSeqs.delete(id);
    return gone.length > 0;
  };
  /** Adds rows at the end. */
  const grow = (messages: readonly Message[], asOfSeq: number, later: readonly Event[]) => {
    rows.push(...take(messages, asOfSeq, later));
    tailSeq = later.at(-1)?.seq ?? asOfSeq;
    if (letGo(rows.splice(0, rows.length - windowRowsMax))) hasBefore = true;
  };
  const append = ({ page, later }: FoldedPage) => {
    const last = rows.at(-1)?.seq ?? 0;
    const newer = page.messages.filter((message) => message.seq > last);
    hasAfter = page.hasAfter && newer.length > 0;
    grow(newer, page.asOfSeq, hasAfter ? later.filter(isChange) : later);
  };
  const clear = () => {
    rows = [];
    shown = undefined;
    asOfSeqs.clear();
    tailSeq = 0;
    hasBefore = false;
    hasAfter = false;
  };

  return {
    get hasBefore() {
      return hasBefore;
    },
    get hasAfter() {
      return hasAfter;
    },
    get rows() {
      shown ??= messageListOf([...rows]);
      return shown;
    },
    apply: (event) => {
      if (!isChange(event)) {
        if (!hasAfter && event.seq > tailSeq) grow([], event.seq, [event]);
        return;
      }
      const id = messageIdOf(event) ?? "";
      if (event.seq <= (asOfSeqs.get(id) ?? event.seq)) return;
      const at = rows.findLastIndex((row) => row.id === id);
      const row = rows[at];
      if (row === undefined) return;
      // The row's own fields (key, clientId) survive: the fold spreads the message it is given.
      rows[at] = changeMessage(row, event, viewer()) as TimelineMessage;
      shown = undefined;
    },
    replace: (folded) => {
      clear();
      hasBefore = folded.page.hasBefore;
      append(folded);
    },
    prepend: ({ page, later }) => {
      const first = rows[0]?.seq ?? Number.POSITIVE_INFINITY;
      const older = page.messages.filter((message) => message.seq < first);
      rows = [...take(older, page.asOfSeq, later.filter(isChange)), ...rows];
      // A page without anything older would be asked for again and again.
      hasBefore = page.hasBefore && older.length > 0;
      if (letGo(rows.splice(windowRowsMax))) hasAfter = true;
    },
    append,
    clear,
  };
}

function withKey(message: Message): TimelineMessage {
  return { ...message, key: message.clientId ?? message.id };
}

function isChange(event: Event): boolean {
  return event.kind !== "message.created";
}
