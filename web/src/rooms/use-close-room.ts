import type { Room } from "@parley/protocol/room";
import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { queryKeys } from "./query-keys.ts";
import { changeRooms } from "./room-list.ts";

/** Goes away from a room that is none of one's own any more, and takes it off the list. */
export function useCloseRoom(): (room: Room) => void {
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  return ({ id: gone }) => {
    navigate("/rooms", { replace: true });
    changeRooms(cache, (before) => before.filter(({ id }) => id !== gone));
    void cache.invalidateQueries({ queryKey: queryKeys.rooms });
  };
}
