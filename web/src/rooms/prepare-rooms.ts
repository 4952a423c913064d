import type { RoomTimeline } from "@parley/client";
import type { ChatWithAccount } from "@parley/client/account";
import { listMembers } from "@parley/client/rooms";
import type { Room } from "@parley/protocol/room";
import { QueryClient } from "@tanstack/react-query";
import { roomOf } from "../first-load/first-area.ts";
import { queryKeys } from "./query-keys.ts";
import { fetchRooms } from "./room-list.ts";

/** For so long the room that was opened ahead waits for its page. */
const heldMs = 10_000;

let prepared: QueryClient | undefined;

/** Fetches what the rooms' first page shows: the list, and of a room its people and its newest messages. */
export async function prepareRooms(chat: ChatWithAccount, path: string): Promise<void> {
  const queries = createQueries();
  prepared = queries;
  const id = roomOf(path);
  const members =
    id !== undefined &&
    queries.prefetchQuery({ queryKey: queryKeys.members(id), queryFn: () => listMembers(chat, id) });
  const queryFn = () => fetchRooms(queries, () => chat.api.rooms());
  await queries.prefetchQuery({ queryKey: queryKeys.rooms, queryFn });
  const rooms = queries.getQueryData<readonly Room[]>(queryKeys.rooms);
  if (id === undefined || rooms?.every((room) => room.id !== id) !== false) return;
  const timeline = chat.open(id);
  setTimeout(() => timeline.close(), heldMs);
  await Promise.all([members, untilLoaded(timeline)]);
}

/** The queries that were prepared, for the first who asks; new ones else. */
export function takeQueries(): QueryClient {
  const queries = prepared ?? createQueries();
  prepared = undefined;
  return queries;
}

function untilLoaded(timeline: RoomTimeline): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (timeline.getSnapshot().status === "loading") return;
      end();
      resolve();
    };
    const end = timeline.subscribe(look);
    look();
  });
}

// The SDK tries reads again by itself, and tells of changes: no retry and no polling on top of it.
function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, staleTime: 60_000, refetchOnWindowFocus: false, networkMode: "always" },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
