import type { TimelineSnapshot } from "@parley/client";
import type { Room } from "@parley/protocol/room";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useChat } from "../../app/chat-context.tsx";
import { useUser } from "../../app/session.tsx";
import { useAttention } from "../../app/use-attention.ts";
import { putRead } from "../../rooms/room-list.ts";
import { putUnreadMark, useUnreadMarks } from "../../rooms/unread-marks.ts";

interface ReadMark {
  /** Where the reader had got to when the divider was put; it stays there while they are in the room. */
  readonly readSeq: number | undefined;
  /** How much was unread when the room was opened. */
  readonly unreadAtOpen: number;
  /** Takes the divider away. */
  readonly forgetNew: () => void;
}

interface ReadMarkInput {
  readonly room: Room;
  readonly snapshot: TimelineSnapshot;
  readonly bottomSeq: number;
}

/** Moves the read mark to what is in view, while the page has the reader's attention, and no other time. */
export function useReadMark({ room, snapshot, bottomSeq }: ReadMarkInput): ReadMark {
  const chat = useChat();
  const cache = useQueryClient();
  const viewer = useUser().id;
  const attentive = useAttention();
  const mark = useUnreadMarks(viewer)[room.id];
  const [markAtOpen] = useState(mark);
  // Whoever marks something here wants to come back to it: it is read when they do, not while they are still here.
  const held = mark !== undefined && mark !== markAtOpen;
  const [unreadAtOpen] = useState(room.unread);
  const [readSeq, setReadSeq] = useState(room.unread > 0 ? room.lastReadSeq : undefined);
  const seenSeq = useRef(room.lastReadSeq);

  useEffect(() => {
    if (!attentive || held || bottomSeq <= seenSeq.current) return;
    seenSeq.current = bottomSeq;
    putUnreadMark(viewer, room.id, undefined);
    chat.markRead(room.id, bottomSeq);
    putRead(cache, room.id, bottomSeq);
  }, [attentive, held, bottomSeq, chat, cache, viewer, room.id]);

  useEffect(() => {
    if (held) setReadSeq(mark.seq - 1);
  }, [held, mark]);

  // What comes while nobody looks is new when they are back: the divider moves to where they had got.
  const newest = snapshot.messages.at(-1);
  useEffect(() => {
    if (attentive || newest === undefined || newest.user === viewer) return;
    if (newest.seq > seenSeq.current) setReadSeq(seenSeq.current);
  }, [attentive, newest, viewer]);

  const forgetNew = useCallback(() => {
    setReadSeq(undefined);
    putUnreadMark(viewer, room.id, undefined);
  }, [viewer, room.id]);
  return { readSeq, unreadAtOpen, forgetNew };
}
