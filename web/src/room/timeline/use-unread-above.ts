import type { TimelineSnapshot } from "@parley/client";
import { useEffect, useState } from "react";

interface UnreadAboveInput {
  readonly snapshot: TimelineSnapshot;
  readonly readSeq: number | undefined;
  readonly unreadAtOpen: number;
  readonly topSeq: number;
}

/** Whether unread messages from before the room was opened still lie above the view; once seen, for good not. */
export function useUnreadAbove({ snapshot, readSeq, unreadAtOpen, topSeq }: UnreadAboveInput): {
  shown: boolean;
  dismiss: () => void;
} {
  const [done, setDone] = useState(unreadAtOpen === 0);
  const reached = readSeq === undefined || isFirstUnread(snapshot, readSeq, topSeq);
  useEffect(() => {
    if (topSeq > 0 && reached) setDone(true);
  }, [topSeq, reached]);
  return { shown: !done && topSeq > 0 && !reached, dismiss: () => setDone(true) };
}

/** Whether the message at the top of the view is the first unread one or before it. Not every seq is a message's. */
function isFirstUnread({ messages, hasBefore }: TimelineSnapshot, readSeq: number, topSeq: number): boolean {
  const index = messages.indexOfSeq(readSeq + 1);
  // At the window's edge others may come before it.
  const first = index === 0 && hasBefore ? readSeq + 1 : (messages.at(index)?.seq ?? readSeq + 1);
  return topSeq > 0 && topSeq <= first;
}
