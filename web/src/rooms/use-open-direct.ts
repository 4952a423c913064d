import type { Room } from "@parley/protocol/room";
import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { useChat } from "../app/chat-context.tsx";
import { queryKeys } from "./query-keys.ts";
import { withRoom } from "./use-join-room.ts";

/** Opens the room of the person and another one, making it at the first time. Rejects with a `ParleyError`. */
export function useOpenDirect(): (user: string) => Promise<void> {
  const chat = useChat();
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  return async (user) => {
    const room = await chat.api.directRoom(user);
    cache.setQueryData<readonly Room[]>(queryKeys.rooms, (before) => withRoom(before ?? [], room));
    void cache.invalidateQueries({ queryKey: queryKeys.rooms });
    navigate(`/rooms/${room.id}`);
  };
}
