import type { RoomId, UserId } from "@parley/protocol";
import { isDenial } from "../chat-error.ts";
import { readRoom } from "../history/read-room.ts";
import type { LogDeps } from "../message/log-deps.ts";
import type { ReadOutcome } from "../message/room-log.ts";

export interface ReadHeadsInput {
  readonly user: UserId;
  readonly rooms: readonly RoomId[];
  /** The connection that asks: where it should listen and does not any more, it listens again. */
  readonly connectionId?: string | undefined;
}

export interface Heads {
  readonly heads: Record<RoomId, number>;
  /** Rooms that are not delivered to the connection, and were not asked for by it as far as is on record. */
  readonly unheard: readonly RoomId[];
}

/**
 * The heads of rooms, for a client to see what no event told it; rooms that may not be read are left out.
 * A stalled room is drained on the way: clients' pings heal what a dead drainer left. And when Redis lost
 * who listens, and what is on record was a moment behind, the ping makes up for it.
 */
export async function readHeads(deps: LogDeps, input: ReadHeadsInput): Promise<Heads> {
  const found = await Promise.all(input.rooms.map((room) => readHead(deps, input, room)));
  const read = found.filter((head) => head !== undefined);
  const heads = Object.fromEntries(read.map(({ room, headSeq }) => [room, headSeq]));
  const deaf = read.filter(({ listening }) => !listening).map(({ room }) => room);
  const { connectionId } = input;
  if (connectionId === undefined || deaf.length === 0) return { heads, unheard: [] };
  return { heads, unheard: await listenAgain(deps, { ...input, connectionId, rooms: deaf }) };
}

/** Listens again where that is on record; returns the other rooms. */
async function listenAgain(
  deps: LogDeps,
  { connectionId, user, rooms }: ReadHeadsInput & { connectionId: string },
): Promise<RoomId[]> {
  const recorded = new Set(await deps.connections.listRooms(connectionId));
  const lost = rooms.filter((room) => recorded.has(room));
  await Promise.all(lost.map((room) => deps.log.attach({ room, user, connectionId, after: null, limit: 0 })));
  return rooms.filter((room) => !recorded.has(room));
}

async function readHead(
  deps: LogDeps,
  { user, connectionId }: ReadHeadsInput,
  room: RoomId,
): Promise<{ room: RoomId; headSeq: number; listening: boolean } | undefined> {
  const read = () => deps.log.read({ room, user, after: null, limit: 0, connectionId });
  const outcome = await refusedWhereAbsent(() => readRoom(deps, { room, user, after: null }, read));
  return outcome.kind === "read" ? { room, headSeq: outcome.mark, listening: outcome.listening } : undefined;
}

async function refusedWhereAbsent<T extends ReadOutcome>(
  read: () => Promise<T>,
): Promise<T | { kind: "refused" }> {
  try {
    return await read();
  } catch (error) {
    if (isDenial(error)) return { kind: "refused" };
    throw error;
  }
}
