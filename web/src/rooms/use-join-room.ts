import type { Room } from "@parley/protocol/room";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useChat } from "../app/chat-context.tsx";
import { queryKeys } from "./query-keys.ts";

/** Joins a public room and puts it into the list at once. Rejects with a `ParleyError`. */
export function useJoinRoom(): (room: string) => Promise<Room> {
  const chat = useChat();
  const cache = useQueryClient();
  return useCallback(
    async (id) => {
      const room = await chat.api.joinRoom(id);
      cache.setQueryData<readonly Room[]>(queryKeys.rooms, (before) => withRoom(before ?? [], room));
      void cache.invalidateQueries({ queryKey: queryKeys.rooms });
      return room;
    },
    [chat, cache],
  );
}

/** The list with a room at its head, once. */
export function withRoom(rooms: readonly Room[], room: Room): readonly Room[] {
  return [room, ...rooms.filter(({ id }) => id !== room.id)];
}
