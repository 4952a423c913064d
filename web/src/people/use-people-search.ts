import { findUsers } from "@parley/client/rooms";
import type { PublicUser } from "@parley/protocol/user";
import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useChat } from "../app/chat-context.tsx";
import { queryKeys } from "../rooms/query-keys.ts";

const foundMax = 20;

/** People whose name or username begins with what was typed; nobody while nothing is. */
export function usePeopleSearch(typed: string): UseQueryResult<readonly PublicUser[]> {
  const chat = useChat();
  const q = typed.trim().replace(/^@/, "");
  return useQuery<readonly PublicUser[]>({
    queryKey: queryKeys.people(q),
    queryFn: ({ signal }) => findUsers(chat, { q, limit: foundMax }, { signal }),
    enabled: q !== "",
    placeholderData: (before) => (q === "" ? undefined : keepPreviousData(before)),
  });
}
