import type { Me } from "@parley/protocol/user";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useChat } from "../app/chat-context.tsx";
import { queryKeys } from "../rooms/query-keys.ts";

/** The person as they see themselves: with address and role. */
export function useMe(): UseQueryResult<Me> {
  const chat = useChat();
  return useQuery<Me>({ queryKey: queryKeys.me, queryFn: ({ signal }) => chat.api.me({ signal }) });
}
