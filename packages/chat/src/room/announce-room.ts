import type { RoomId, UserId } from "@parley/protocol";
import { type NotifyDeps, notifyPerson } from "../connection/notify-person.ts";

/** Tells people, on all their connections, that a room is now among theirs; best effort, as every notice is. */
export async function announceRoom(
  deps: NotifyDeps,
  { room, people }: { room: RoomId; people: readonly UserId[] },
): Promise<void> {
  const notices = people.map((user) => notifyPerson(deps, { user, frame: { type: "room.joined", room } }));
  // The room stands whatever becomes of the notice: a client finds it in its list of rooms.
  await Promise.allSettled(notices);
}
