import type { RoomId, UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import { readRoom } from "../history/read-room.ts";
import type { LogDeps } from "../message/log-deps.ts";
import type { ReadOutcome } from "../message/room-log.ts";

export interface ReadHeadsInput {
  readonly user: UserId;
  readonly rooms: readonly RoomId[];
  /** The connection that asks: where it should listen and does not any more, it listens again. */
  readonly connectionId?: string | undefined;
}

/**
 * The heads of rooms, for a client to see what no event told it; rooms that may not be read are left out.
 * A stalled room is drained on the way: clients' pings heal what a dead drainer left. And when Redis lost
 * who listens, and what is on record was a moment behind, the ping makes up for it.
 */
export async function readHeads(deps: LogDeps, input: ReadHeadsInput): Promise<Record<RoomId, number>> {
  const found = await Promise.all(input.rooms.map((room) => readHead(deps, input, room)));
  const heads = found.filter((head) => head !== undefined);
  const { connectionId } = input;
  if (connectionId !== undefined && heads.some(({ listening }) => !listening)) {
    const deaf = heads.filter(({ listening }) => !listening).map(({ room }) => room);
    await listenAgain(deps, { ...input, connectionId, rooms: deaf });
  }
  return Object.fromEntries(heads.map(({ room, headSeq }) => [room, headSeq]));
}

async function listenAgain(
  deps: LogDeps,
  { connectionId, user, rooms }: ReadHeadsInput & { connectionId: string },
): Promise<void> {
  const recorded = new Set(await deps.connections.listRooms(connectionId));
  const lost = rooms.filter((room) => recorded.has(room));
  await Promise.all(lost.map((room) => deps.log.attach({ room, user, connectionId, after: null, limit: 0 })));
}

async function readHead(
  deps: LogDeps,
  { user, connectionId }: ReadHeadsInput,
  room: RoomId,
): Promise<{ room: RoomId; headSeq: number; listening: boolean } | undefined> {
  const read = () => deps.log.read({ room, user, after: null, limit: 0, connectionId });
  const outcome = await refusedWhereAbsent(() => readRoom(deps, room, null, read));
  return outcome.kind === "read" ? { room, headSeq: outcome.mark, listening: outcome.listening } : undefined;
}

async function refusedWhereAbsent<T extends ReadOutcome>(
  read: () => Promise<T>,
): Promise<T | { kind: "refused" }> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ChatError && error.code === "not_found") return { kind: "refused" };
    throw error;
  }
}
