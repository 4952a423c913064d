import type { TimelineMessage } from "./timeline.ts";

/** The messages of a window, ascending by seq: immutable. Made for a virtualized list: `length` and `at(index)`. */
export interface MessageList extends Iterable<TimelineMessage> {
  readonly length: number;
  /** The message at an index; a negative one counts from the end. */
  at(index: number): TimelineMessage | undefined;
  /** The index of the first message with this seq or a later one; `length` when there is none. */
  indexOfSeq(seq: number): number;
  /** The index of the message with this id, or -1. */
  indexOfId(id: string): number;
  toArray(): TimelineMessage[];
}

/** A list of rows that nobody changes any more. */
export function messageListOf(rows: readonly TimelineMessage[]): MessageList {
  return {
    length: rows.length,
    at: (index) => rows.at(index),
    indexOfSeq: (seq) => {
      let low = 0;
      let high = rows.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((rows[middle]?.seq ?? 0) < seq) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    indexOfId: (id) => rows.findIndex((row) => row.id === id),
    toArray: () => [...rows],
    [Symbol.iterator]: () => rows.values(),
  };
}
