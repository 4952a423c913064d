import type { Room, UserId } from "@parley/protocol";
import type { RoomStore } from "./room-store.ts";

/** Every list has an end. */
const ownRoomsMax = 500;
const publicRoomsMax = 100;

/** A person's rooms, latest activity first. */
export function listRooms(deps: { rooms: Pick<RoomStore, "listOf"> }, user: UserId): Promise<Room[]> {
  return deps.rooms.listOf({ user, limit: ownRoomsMax });
}

/** Public rooms to join or read about, latest activity first; `query` narrows them by name and topic. */
export function listPublicRooms(
  deps: { rooms: Pick<RoomStore, "listPublic"> },
  { user, query }: { user: UserId; query: string },
): Promise<Room[]> {
  return deps.rooms.listPublic({ user, query, limit: publicRoomsMax });
}
