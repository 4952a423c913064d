import type { Room, RoomId } from "@parley/protocol";
import type { Person } from "../account/account-store.ts";
import { ChatError } from "../chat-error.ts";
import { type AdmitDeps, admitPerson } from "./admit-person.ts";
import { readRoomOf } from "./read-room-of.ts";
import { requireMay } from "./room-policy.ts";

/**
 * Joins a public room.
 *
 * @throws {ChatError} `not_found` for a room that may not be known of, `conflict` for one who is in already,
 *   `forbidden` for an archived one and for one who is banned.
 */
export async function joinRoom(
  deps: AdmitDeps,
  { person, room }: { person: Person; room: RoomId },
): Promise<Room> {
  const user = person.id;
  const before = await readRoomOf(deps, { room, user });
  if (before.role !== null) throw new ChatError("conflict", { message: "You are in the room already." });
  await admitPerson(deps, {
    room,
    person,
    actor: user,
    check: (state) => {
      // It may have been made private since.
      if (state.kind !== "public" && state.role === null) throw new ChatError("not_found");
      if (state.role === null) requireMay(state, "room.join");
    },
  });
  return readRoomOf(deps, { room, user });
}
