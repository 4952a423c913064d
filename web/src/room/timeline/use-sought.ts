import type { RoomTimeline, TimelineSnapshot } from "@parley/client";
import { useCallback, useEffect, useRef, useState } from "react";
import { useSearch } from "wouter";
import { readSeqAsked } from "../actions/message-link.ts";

/** For how long the message that somebody came to stays marked. */
const markedMs = 2_500;
/** How far back an answered message is looked for: 20 pages are a thousand messages. */
const pagesMax = 20;

interface SoughtInput {
  readonly timeline: RoomTimeline;
  readonly snapshot: TimelineSnapshot;
  readonly jumpPast: (seq: number) => void;
}

interface Sought {
  readonly soughtSeq: number | undefined;
  /** Goes to a message by its id, fetching older pages until it is there. Stable. */
  readonly jumpTo: (message: string) => void;
}

/** Brings a message into view that a link (`?at=`) or a quoted line asks for, and marks it for a moment. */
export function useSought({ timeline, snapshot, jumpPast }: SoughtInput): Sought {
  const [soughtSeq, setSoughtSeq] = useState<number>();
  const asked = readSeqAsked(useSearch());

  const go = (seq: number) => {
    setSoughtSeq(seq);
    jumpPast(seq - 1);
  };
  const latestGo = useRef(go);
  useEffect(() => {
    latestGo.current = go;
  });

  const ready = snapshot.status === "ready";
  useEffect(() => {
    // The window's own first scroll, to its end, has to be over.
    const frame = ready && asked !== undefined && requestAnimationFrame(() => latestGo.current(asked));
    return () => {
      if (frame !== false) cancelAnimationFrame(frame);
    };
  }, [asked, ready]);

  useEffect(() => {
    if (soughtSeq === undefined) return;
    const timer = setTimeout(() => setSoughtSeq(undefined), markedMs);
    return () => clearTimeout(timer);
  }, [soughtSeq]);

  const jumpTo = useCallback(
    async (message: string) => {
      const found = await findMessage(timeline, message);
      // In the frame after: what was fetched is rendered then.
      if (found !== undefined) requestAnimationFrame(() => latestGo.current(found));
    },
    [timeline],
  );
  return { soughtSeq, jumpTo: useCallback((message) => void jumpTo(message), [jumpTo]) };
}

/** The seq of a message, looked for in the window and the pages before it. */
async function findMessage(timeline: RoomTimeline, message: string): Promise<number | undefined> {
  for (let page = 0; page <= pagesMax; page += 1) {
    const { messages, hasBefore, error } = timeline.getSnapshot();
    const index = messages.indexOfId(message);
    if (index >= 0) return messages.at(index)?.seq;
    if (!hasBefore || error !== undefined) return undefined;
    await timeline.loadBefore();
  }
  return undefined;
}
