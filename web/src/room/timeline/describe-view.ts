import type { TimelineSnapshot } from "@parley/client";
import type { Virtualizer } from "@tanstack/react-virtual";
import { endThresholdPx } from "./use-row-virtualizer.ts";

/** What of a timeline is in view. */
export interface View {
  /** The seqs of the first and the last message in view; 0 before any is. */
  readonly topSeq: number;
  readonly bottomSeq: number;
  /** More than a screen away from the newest message, or in a window that does not reach it. */
  readonly farFromEnd: boolean;
}

export function describeView(
  virtualizer: Virtualizer<HTMLDivElement, HTMLLIElement>,
  element: HTMLElement,
  snapshot: TimelineSnapshot,
): View {
  const { scrollTop, clientHeight } = element;
  const seqAt = (offset: number): number => {
    const index = virtualizer.getVirtualItemForOffset(offset)?.index ?? 0;
    return snapshot.messages.at(Math.min(index, snapshot.messages.length - 1))?.seq ?? 0;
  };
  // At the end everything up to the head was seen, events that show no row included.
  const atEnd = !snapshot.hasAfter && virtualizer.isAtEnd(endThresholdPx);
  return {
    topSeq: seqAt(scrollTop),
    bottomSeq: atEnd ? snapshot.headSeq : seqAt(scrollTop + clientHeight - 1),
    farFromEnd: snapshot.hasAfter || virtualizer.getDistanceFromEnd() > clientHeight,
  };
}

export function isSameView(one: View, other: View): boolean {
  return (
    one.topSeq === other.topSeq && one.bottomSeq === other.bottomSeq && one.farFromEnd === other.farFromEnd
  );
}
