import type { RoomId, UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import { readRoom } from "../history/read-room.ts";
import type { LogDeps } from "../message/log-deps.ts";

/**
 * The heads of rooms, for a client to see what no event told it; rooms that may not be read are left out.
 * A stalled room is drained on the way: clients' pings heal what a dead drainer left.
 */
export async function readHeads(
  deps: LogDeps,
  input: { user: UserId; rooms: readonly RoomId[] },
): Promise<Record<RoomId, number>> {
  const heads = await Promise.all(input.rooms.map((room) => readHead(deps, input.user, room)));
  return Object.fromEntries(heads.filter((head) => head !== undefined));
}

async function readHead(deps: LogDeps, user: UserId, room: RoomId): Promise<[RoomId, number] | undefined> {
  try {
    const outcome = await readRoom(deps, room, null, () =>
      deps.log.read({ room, user, after: null, limit: 0 }),
    );
    return outcome.kind === "read" ? [room, outcome.mark] : undefined;
  } catch (error) {
    if (error instanceof ChatError && error.code === "not_found") return undefined;
    throw error;
  }
}
