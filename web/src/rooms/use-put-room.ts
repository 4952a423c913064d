import type { Room } from "@parley/protocol/room";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { queryKeys } from "./query-keys.ts";
import { changeRooms } from "./room-list.ts";

/** Puts a room, as the service has just answered it, into the person's list: in its place, or at the head when it is new. */
export function usePutRoom(): (room: Room) => void {
  const cache = useQueryClient();
  return useCallback(
    (room) => {
      changeRooms(cache, (before) =>
        before.some(({ id }) => id === room.id)
          ? before.map((known) => (known.id === room.id ? room : known))
          : [room, ...before],
      );
      void cache.invalidateQueries({ queryKey: queryKeys.rooms });
    },
    [cache],
  );
}
