import { joinRoom } from "@parley/client/rooms";
import type { Room } from "@parley/protocol/room";
import { useCallback } from "react";
import { useChat } from "../app/chat-context.tsx";
import { usePutRoom } from "./use-put-room.ts";

/** Joins a public room and puts it into the list at once. Rejects with a `ParleyError`. */
export function useJoinRoom(): (room: string) => Promise<Room> {
  const chat = useChat();
  const put = usePutRoom();
  return useCallback(
    async (id) => {
      const room = await joinRoom(chat, id);
      put(room);
      return room;
    },
    [chat, put],
  );
}
