import type { Room, RoomId, UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import type { RoomStore } from "./room-store.ts";

export interface ReadRoomDeps {
  readonly rooms: Pick<RoomStore, "find">;
}

/**
 * A room as a person sees it: one of theirs, or a public one.
 *
 * @throws {ChatError} `not_found` for an absent room and for one that they may not know of, alike.
 */
export async function readRoomOf(deps: ReadRoomDeps, input: { room: RoomId; user: UserId }): Promise<Room> {
  const found = await deps.rooms.find(input);
  if (found === undefined) throw new ChatError("not_found");
  return found;
}
