/** Finding messages. Apart from the SDK's entry, so that who only talks does not load it. */
import type { SearchAnswer, SearchHit } from "@parley/protocol";
import type { Chat } from "../chat.ts";
import type { CallOptions } from "./http-call.ts";
import { ask } from "./request.ts";

export interface SearchInput {
  readonly q: string;
  /** In this room alone. */
  readonly room?: string;
  /** Said by this person alone. */
  readonly from?: string;
  /** ≤ 50, default 20. */
  readonly limit?: number;
}

/** The messages that the person may read and that hold the words, best first. Rejects with a `ParleyError`. */
export async function searchMessages(
  { session }: Pick<Chat, "session">,
  query: SearchInput,
  options: CallOptions = {},
): Promise<SearchHit[]> {
  const { signal } = options;
  return (await ask<SearchAnswer>(session, { method: "GET", path: "/search", query, signal })).hits;
}
