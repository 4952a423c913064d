import { createRoomApi, type RoomApi } from "@parley/client/room-api";
import { useMemo } from "react";
import { useChat } from "../app/chat-context.tsx";

/** What hosts and owners do with a room. */
export function useRoomApi(): RoomApi {
  const chat = useChat();
  return useMemo(() => createRoomApi(chat), [chat]);
}
