import { listMembers } from "@parley/client/rooms";
import type { Member } from "@parley/protocol/room";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useChat } from "../app/chat-context.tsx";
import { useUser } from "../app/session.tsx";
import { queryKeys } from "../rooms/query-keys.ts";
import { callNames, type NamedPerson } from "./person-name.ts";

/** A room's members, as last fetched; asked for again when somebody joins, leaves or changes role. */
export function useMembers(room: string): UseQueryResult<readonly Member[]> {
  const chat = useChat();
  return useQuery<readonly Member[]>({
    queryKey: queryKeys.members(room),
    queryFn: ({ signal }) => listMembers(chat, room, { signal }),
  });
}

/** Who speaks in a room. */
export interface People {
  readonly all: readonly NamedPerson[];
  /** False until the room's members were fetched: who is not found may be one of them. */
  readonly known: boolean;
  readonly find: (id: string) => NamedPerson | undefined;
  /** What the person is called in this room; undefined for one who is not known (any more). */
  readonly call: (id: string) => string | undefined;
  /** Whether a username, however written, is one of the room's. */
  readonly isMember: (username: string) => boolean;
}

export function usePeople(room: string): People {
  const me = useUser();
  const { data: members } = useMembers(room);
  return useMemo(() => {
    const byId = new Map<string, NamedPerson>([[me.id, me]]);
    for (const { user } of members ?? []) byId.set(user.id, user);
    const names = callNames([...byId.values()]);
    const usernames = new Set([...byId.values()].map(({ username }) => username.toLowerCase()));
    return {
      all: [...byId.values()],
      known: members !== undefined,
      find: (id) => byId.get(id),
      call: (id) => names.get(id),
      isMember: (username) => usernames.has(username.toLowerCase()),
    };
  }, [me, members]);
}
