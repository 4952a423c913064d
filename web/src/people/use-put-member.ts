import type { Member } from "@parley/protocol/room";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { queryKeys } from "../rooms/query-keys.ts";

/** Puts a member, as the service has just answered, into the list of the room's people. */
export function usePutMember(room: string): (member: Member) => void {
  const cache = useQueryClient();
  return useCallback(
    (member) =>
      cache.setQueryData<readonly Member[]>(queryKeys.members(room), (before) =>
        before?.map((known) => (known.user.id === member.user.id ? member : known)),
      ),
    [cache, room],
  );
}
