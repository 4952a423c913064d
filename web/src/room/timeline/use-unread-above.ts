import { useEffect, useState } from "react";

interface UnreadAboveInput {
  readonly readSeq: number | undefined;
  readonly unreadAtOpen: number;
  readonly topSeq: number;
}

/** Whether unread messages from before the room was opened still lie above the view; once seen, for good not. */
export function useUnreadAbove({ readSeq, unreadAtOpen, topSeq }: UnreadAboveInput): {
  shown: boolean;
  dismiss: () => void;
} {
  const [done, setDone] = useState(unreadAtOpen === 0);
  const reached = readSeq === undefined || (topSeq > 0 && topSeq <= readSeq + 1);
  useEffect(() => {
    if (topSeq > 0 && reached) setDone(true);
  }, [topSeq, reached]);
  return { shown: !done && topSeq > 0 && !reached, dismiss: () => setDone(true) };
}
