import type { Member, Room } from "@parley/protocol/room";
import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { useChat, useReadable } from "../app/chat-context.tsx";
import { useUser } from "../app/session.tsx";
import { applyEvents, applyPresence } from "./apply-to-rooms.ts";
import { queryKeys } from "./query-keys.ts";
import { changeRooms, fetchRooms, putRead } from "./room-list.ts";
import { useUnreadMarks, withUnreadMarks } from "./unread-marks.ts";

/** The person's rooms, latest activity first; kept true by `useLiveRooms`. */
export function useRooms(): UseQueryResult<readonly Room[]> {
  const chat = useChat();
  const cache = useQueryClient();
  const marks = useUnreadMarks(useUser().id);
  return useQuery<readonly Room[]>({
    queryKey: queryKeys.rooms,
    queryFn: ({ signal }) => fetchRooms(cache, () => chat.api.rooms({ signal })),
    select: useCallback((rooms: readonly Room[]) => withUnreadMarks(rooms, marks), [marks]),
  });
}

/** Follows every room of the list and folds what happens into it; to be used once, by the area. */
export function useLiveRooms(): void {
  const chat = useChat();
  const cache = useQueryClient();
  const viewer = useUser().id;
  const { data: rooms } = useRooms();
  const online = useReadable(chat.connection).status === "online";

  useEffect(() => {
    if (rooms !== undefined) chat.follow(rooms.map(({ id, headSeq }) => ({ id, headSeq })));
  }, [chat, rooms]);

  // What happened to the list itself while nobody was connected is told by nobody: ask again.
  useEffect(() => {
    if (online) void cache.invalidateQueries({ queryKey: queryKeys.rooms });
  }, [cache, online]);

  useEffect(() => {
    const refetch = () => void cache.invalidateQueries({ queryKey: queryKeys.rooms });
    const ends = [
      chat.on("events", ({ room, events }) => {
        changeRooms(cache, (before) => applyEvents(before, room, events, viewer));
        if (events.some(({ kind }) => kind.startsWith("member."))) {
          void cache.invalidateQueries({ queryKey: queryKeys.members(room) });
        }
      }),
      chat.on("read", ({ room, user, seq }) => {
        if (user === viewer) putRead(cache, room, seq);
      }),
      chat.on("room", ({ type, room, reason }) => {
        if (type === "room.left") {
          changeRooms(cache, (before) => before.filter(({ id }) => id !== room));
          cache.setQueryData(queryKeys.leftBecause(room), reason);
          cache.removeQueries({ queryKey: queryKeys.room(room) });
        }
        refetch();
      }),
      chat.on("presence", (presence) => {
        cache.setQueriesData<readonly Member[]>({ queryKey: queryKeys.members() }, (before) =>
          before?.map((member) => applyPresence(member, presence)),
        );
      }),
      chat.on("denied", refetch),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [chat, cache, viewer]);
}
