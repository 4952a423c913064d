import type { PendingMessage } from "@parley/client";
import { useChat, useReadable } from "../app/chat-context.tsx";
import { useRooms } from "./use-rooms.ts";

/** What was written for rooms that are none of the person's any more: it was refused, and no room shows it. */
export function useStranded(): readonly PendingMessage[] {
  const pending = useReadable(useChat().pending);
  const { data: rooms } = useRooms();
  if (rooms === undefined) return [];
  return pending.filter(({ room, state }) => state.kind === "failed" && !rooms.some(({ id }) => id === room));
}
