import type { TimelineMessage } from "./timeline.ts";

/**
 * The messages of a window, ascending by seq: immutable, with shared structure, so that a change costs
 * about the square root of its length and not the whole. Made for a virtualized list: `length` and `at(index)`.
 */
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
