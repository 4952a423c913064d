import type { RoomId, UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import { notifyPerson } from "../connection/notify-person.ts";
import { appendEvent } from "../message/append-event.ts";
import type { LogDeps } from "../message/log-deps.ts";
import { readRoomOf } from "./read-room-of.ts";
import type { RoomStore } from "./room-store.ts";

export interface LeaveRoomDeps extends LogDeps {
  readonly rooms: Pick<RoomStore, "find" | "listMembers">;
}

/** As many as are looked at for another owner; owners come first. */
const ownersLookedAt = 2;

/**
 * Leaves a room. A direct room is left by nobody, so that there is one for two people for good; the last owner
 * leaves only as the last of all.
 *
 * @throws {ChatError} `not_found` for one who is not in it, `forbidden` for a direct room, `conflict` for the
 *   only owner of a room with others in it.
 */
export async function leaveRoom(
  deps: LeaveRoomDeps,
  { user, room }: { user: UserId; room: RoomId },
): Promise<void> {
  const { role, kind, memberCount } = await readRoomOf(deps, { room, user });
  if (role === null) throw new ChatError("not_found");
  if (kind === "direct") throw new ChatError("forbidden", { message: "A direct room cannot be left." });
  if (role === "owner" && memberCount > 1) await requireOtherOwner(deps, room, user);
  await appendEvent(deps, { room, user, draft: { kind: "member.left", userId: user, reason: "left" } });
  await notifyPerson(deps, { user, frame: { type: "room.left", room, reason: "left" } }).catch(
    () => undefined,
  );
}

async function requireOtherOwner(deps: LeaveRoomDeps, room: RoomId, user: UserId): Promise<void> {
  const first = await deps.rooms.listMembers({ room, limit: ownersLookedAt });
  const another = first.some((member) => member.role === "owner" && member.user.id !== user);
  if (!another) throw new ChatError("conflict", { message: "Make somebody else an owner first." });
}
