import type { Room } from "@parley/protocol/room";
import type { QueryClient } from "@tanstack/react-query";
import { applyRead } from "./apply-to-rooms.ts";
import { queryKeys } from "./query-keys.ts";

type Rooms = readonly Room[];
type Change = (rooms: Rooms) => Rooms;

/** What an answer under way may not know yet. */
interface Ahead {
  /** For each fetch that is under way, what its answer may lack. */
  readonly fetches: Set<Change[]>;
  /** How far the person has read each room here; whether the service has heard of it or not. */
  readonly read: Map<string, number>;
}

const aheads = new WeakMap<QueryClient, Ahead>();

/**
 * The person's rooms as the service answers, with what happened while the answer was on its way: it may have
 * been made before, and must not take that back.
 */
export async function fetchRooms(cache: QueryClient, ask: () => Promise<Rooms>): Promise<Rooms> {
  const { fetches, read } = aheadOf(cache);
  // In the order of time: what was read before comes before what is said meanwhile.
  const changes: Change[] = [...read].map(
    ([room, seq]) =>
      (rooms) =>
        applyRead(rooms, room, seq),
  );
  fetches.add(changes);
  try {
    return changes.reduce((rooms, change) => change(rooms), await ask());
  } finally {
    fetches.delete(changes);
  }
}

/** Changes the list that is there, and each that is on its way. */
export function changeRooms(cache: QueryClient, change: Change): void {
  for (const changes of aheadOf(cache).fetches) changes.push(change);
  cache.setQueryData<Rooms>(queryKeys.rooms, (rooms) => rooms && change(rooms));
}

/** The person has read a room as far as `seq`, here or on another device. */
export function putRead(cache: QueryClient, room: string, seq: number): void {
  const { read } = aheadOf(cache);
  read.set(room, Math.max(seq, read.get(room) ?? 0));
  changeRooms(cache, (rooms) => applyRead(rooms, room, seq));
}

function aheadOf(cache: QueryClient): Ahead {
  const known = aheads.get(cache);
  if (known !== undefined) return known;
  const ahead: Ahead = { fetches: new Set(), read: new Map() };
  aheads.set(cache, ahead);
  return ahead;
}
