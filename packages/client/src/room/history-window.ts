import type { Event, Message, MessagesAnswer, UserId } from "@parley/protocol";
import { changeMessage, createMessage, foldMessages, messageIdOf } from "@parley/protocol/fold";
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
export class HistoryWindow {
  hasBefore = false;
  hasAfter = false;
  readonly #deps: WindowDeps;
  #rows: TimelineMessage[] = [];
  /** A copy of the rows, made when it is asked for: a burst of events costs one. */
  #shown: MessageList | undefined;
  /** The seq up to which changes are folded into each row. */
  readonly #asOfSeqs = new Map<string, number>();
  /** Messages created up to this seq are in the window, when it reaches the newest. */
  #tailSeq = 0;

  constructor(deps: WindowDeps) {
    this.#deps = deps;
  }

  /** The rows as they are now: the same list until one changes. */
  get rows(): MessageList {
    this.#shown ??= messageListOf([...this.#rows]);
    return this.#shown;
  }

  /** Applies an event that follows all those applied before. */
  apply(event: Event): void {
    if (event.kind === "message.created") {
      if (!this.hasAfter && event.seq > this.#tailSeq)
        this.#create([createMessage(event, this.#deps.viewer())], event.seq);
      return;
    }
    const id = messageIdOf(event) ?? "";
    if (event.seq <= (this.#asOfSeqs.get(id) ?? event.seq)) return;
    const at = this.#rows.findLastIndex((row) => row.id === id);
    const row = this.#rows[at];
    if (row === undefined) return;
    // The row's own fields (key, clientId) survive: the fold spreads the message it is given.
    this.#rows[at] = changeMessage(row, event, this.#deps.viewer()) as TimelineMessage;
    this.#shown = undefined;
  }

  /** Makes the page the whole window. */
  replace(folded: FoldedPage): void {
    this.clear();
    this.hasBefore = folded.page.hasBefore;
    this.append(folded);
  }

  /** Adds an older page in front. */
  prepend({ page, later }: FoldedPage): void {
    const first = this.#rows[0]?.seq ?? Number.POSITIVE_INFINITY;
    const older = page.messages.filter((message) => message.seq < first);
    this.#rows = [...this.#take(older, page.asOfSeq, later), ...this.#rows];
    // A page without anything older would be asked for again and again.
    this.hasBefore = page.hasBefore && older.length > 0;
    this.#letGo(this.#rows.splice(windowRowsMax), "hasAfter");
  }

  /** Adds a newer page at the end; one that reaches the newest message takes in those created since. */
  append({ page, later }: FoldedPage): void {
    const last = this.#rows.at(-1)?.seq ?? 0;
    const newer = page.messages.filter((message) => message.seq > last);
    this.hasAfter = page.hasAfter && newer.length > 0;
    this.#rows.push(...this.#take(newer, page.asOfSeq, later));
    const until = later.at(-1)?.seq ?? page.asOfSeq;
    this.#create(this.hasAfter ? [] : foldMessages(later, this.#deps.viewer()), until);
  }

  clear(): void {
    this.#rows = [];
    this.#shown = undefined;
    this.#asOfSeqs.clear();
    this.#tailSeq = 0;
    this.hasBefore = false;
    this.hasAfter = false;
  }

  /** Adds messages that were created at the end, as of a seq. */
  #create(messages: readonly Message[], seq: number): void {
    this.#tailSeq = seq;
    this.#rows.push(...this.#take(messages, seq, []));
    this.#letGo(this.#rows.splice(0, this.#rows.length - windowRowsMax), "hasBefore");
  }

  /** Rows of messages as of a seq, with the later events folded in; from now on they are known here. */
  #take(messages: readonly Message[], asOfSeq: number, later: readonly Event[]): TimelineMessage[] {
    const changed = new Map<string, Message>(messages.map((message) => [message.id, message]));
    for (const event of later) {
      const before = event.kind === "message.created" ? undefined : changed.get(messageIdOf(event) ?? "");
      if (before !== undefined) changed.set(before.id, changeMessage(before, event, this.#deps.viewer()));
    }
    const foldedSeq = Math.max(asOfSeq, later.at(-1)?.seq ?? 0);
    this.#shown = undefined;
    return [...changed.values()].map((message) => {
      this.#asOfSeqs.set(message.id, foldedSeq);
      return { ...message, key: message.clientId ?? message.id };
    });
  }

  #letGo(gone: readonly TimelineMessage[], side: "hasBefore" | "hasAfter"): void {
    for (const { id } of gone) this.#asOfSeqs.delete(id);
    if (gone.length > 0) this[side] = true;
  }
}
