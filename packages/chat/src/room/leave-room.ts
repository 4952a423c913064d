import type { RoomId, UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import { notifyPerson } from "../connection/notify-person.ts";
import { type DecideDeps, decideMembers } from "./decide-members.ts";
import { requireMay } from "./room-policy.ts";
import { isLastOwner } from "./room-store.ts";

/**
 * Leaves a room. A direct room is left by nobody, so that there is one for two people for good; the last owner
 * leaves only as the last of all, however many owners leave at once.
 *
 * @throws {ChatError} `not_found` for one who is not in it, `forbidden` for a direct room, `conflict` for the
 *   only owner of a room with others in it.
 */
export async function leaveRoom(
  deps: DecideDeps,
  { user, room }: { user: UserId; room: RoomId },
): Promise<void> {
  await decideMembers(deps, { room, actor: user }, (state) => {
    if (state.role === null) throw new ChatError("not_found");
    if (state.kind === "direct")
      throw new ChatError("forbidden", { message: "A direct room cannot be left." });
    requireMay(state, "room.leave");
    if (isLastOwner(state, user) && state.memberCount > 1) {
      throw new ChatError("conflict", { message: "Make somebody else an owner first." });
    }
    return { kind: "member.left", userId: user, reason: "left" };
  });
  await notifyPerson(deps, { user, frame: { type: "room.left", room, reason: "left" } }).catch(
    () => undefined,
  );
}
