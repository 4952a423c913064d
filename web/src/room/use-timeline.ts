import type { RoomTimeline } from "@parley/client";
import { useLayoutEffect, useState } from "react";
import { useChat } from "../app/chat-context.tsx";

/** The window on a room's history, open for as long as the component is there. */
export function useTimeline(room: string): RoomTimeline | undefined {
  const chat = useChat();
  const [timeline, setTimeline] = useState<RoomTimeline>();
  // Before the paint: what was opened ahead is shown at once.
  useLayoutEffect(() => {
    const opened = chat.open(room);
    setTimeline(opened);
    return () => {
      opened.close();
      setTimeline(undefined);
    };
  }, [chat, room]);
  return timeline;
}
