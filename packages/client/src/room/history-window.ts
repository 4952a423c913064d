import type { Event, Message, MessagesAnswer, UserId } from "@parley/protocol";
import { changeMessage, foldMessages, messageIdOf } from "@parley/protocol/fold";
import { ChunkedMessages } from "./chunked-messages.ts";
import type { TimelineMessage } from "./timeline.ts";

/** A page of history, and the events after it that have been applied elsewhere already. */
export interface FoldedPage {
  readonly page: MessagesAnswer;
  /** Ascending and contiguous from `page.asOfSeq + 1` to the last seq applied; empty when the page is newer. */
  readonly later: readonly Event[];
}

export interface WindowDeps {
  viewer(): UserId | undefined;
  /** The client's id of a message that was sent from here. */
  clientIdOf(message: string): string | undefined;
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
  rows = ChunkedMessages.empty;
  hasBefore = false;
  hasAfter = false;
  readonly #deps: WindowDeps;
  /** Each row's place in the log, and the seq up to which changes are folded into it. */
  #index = new Map<string, { seq: number; asOfSeq: number }>();
  /** Messages created up to this seq are in the window, when it reaches the newest. */
  #tailSeq = 0;

  constructor(deps: WindowDeps) {
    this.#deps = deps;
  }

  /** Applies an event that follows all those applied before. True when the window changed. */
  apply(event: Event): boolean {
    if (event.kind === "message.created") return this.#create(event.message, event.seq);
    const id = messageIdOf(event);
    const known = id === undefined ? undefined : this.#index.get(id);
    if (known === undefined || event.seq <= known.asOfSeq) return false;
    const at = this.rows.indexOfSeq(known.seq);
    const row = this.rows.at(at);
    if (row === undefined || row.id !== id) return false;
    // The row's own fields (key, clientId) survive: the fold spreads the message it is given.
    this.rows = this.rows.replaceAt(at, changeMessage(row, event, this.#deps.viewer()) as TimelineMessage);
    return true;
  }

  /** Makes the page the whole window. */
  replace(folded: FoldedPage): void {
    this.clear();
    this.hasBefore = folded.page.hasBefore;
    this.append(folded);
  }

  /** Adds an older page in front. */
  prepend({ page, later }: FoldedPage): void {
    const first = this.rows.at(0)?.seq ?? Number.POSITIVE_INFINITY;
    const older = page.messages.filter((message) => message.seq < first);
    this.rows = this.rows.prepend(this.#take(older, page.asOfSeq, later));
    // A page without anything older would be asked for again and again.
    this.hasBefore = page.hasBefore && older.length > 0;
    this.#trim("end");
  }

  /** Adds a newer page at the end; one that reaches the newest message takes in those created since. */
  append({ page, later }: FoldedPage): void {
    const last = this.rows.at(-1)?.seq ?? 0;
    const newer = page.messages.filter((message) => message.seq > last);
    this.hasAfter = page.hasAfter && newer.length > 0;
    this.rows = this.rows.append(this.#take(newer, page.asOfSeq, later));
    if (!this.hasAfter) {
      this.rows = this.rows.append(
        this.#take(foldMessages(later, this.#deps.viewer()), later.at(-1)?.seq ?? 0, []),
      );
      this.#tailSeq = later.at(-1)?.seq ?? page.asOfSeq;
    }
    this.#trim("start");
  }

  clear(): void {
    this.rows = ChunkedMessages.empty;
    this.#index = new Map();
    this.#tailSeq = 0;
    this.hasBefore = false;
    this.hasAfter = false;
  }

  #create(message: Message, seq: number): boolean {
    if (this.hasAfter || seq <= this.#tailSeq) return false;
    this.#tailSeq = seq;
    this.rows = this.rows.append(this.#take([message], seq, []));
    this.#trim("start");
    return true;
  }

  /** Rows of messages as of a seq, with the later events folded in; from now on they are known here. */
  #take(messages: readonly Message[], asOfSeq: number, later: readonly Event[]): TimelineMessage[] {
    const changed = new Map<string, Message>(messages.map((message) => [message.id, message]));
    for (const event of later) {
      const before = event.kind === "message.created" ? undefined : changed.get(messageIdOf(event) ?? "");
      if (before !== undefined) changed.set(before.id, changeMessage(before, event, this.#deps.viewer()));
    }
    const foldedSeq = Math.max(asOfSeq, later.at(-1)?.seq ?? 0);
    const rows: TimelineMessage[] = [];
    for (const message of changed.values()) {
      this.#index.set(message.id, { seq: message.seq, asOfSeq: foldedSeq });
      const clientId = this.#deps.clientIdOf(message.id);
      rows.push({ ...message, key: clientId ?? message.id, ...(clientId !== undefined && { clientId }) });
    }
    return rows;
  }

  #trim(side: "start" | "end"): void {
    const before = this.rows;
    while (this.rows.length > windowRowsMax) {
      this.rows = side === "start" ? this.rows.withoutStart() : this.rows.withoutEnd();
    }
    const gone = before.length - this.rows.length;
    if (gone === 0) return;
    for (let at = 0; at < gone; at += 1) {
      this.#index.delete(before.at(side === "start" ? at : -1 - at)?.id ?? "");
    }
    if (side === "start") this.hasBefore = true;
    else this.hasAfter = true;
  }
}
