import type { RoomId, UserId } from "@parley/protocol";
import type { AuditLog } from "../account/audit-log.ts";
import { type NotifyDeps, notifyPerson } from "../connection/notify-person.ts";
import type { RoomLog } from "../message/room-log.ts";
import { readRoomOf } from "./read-room-of.ts";
import { requireMay } from "./room-policy.ts";
import type { RoomStore } from "./room-store.ts";

export interface DeleteRoomDeps extends NotifyDeps {
  readonly rooms: Pick<RoomStore, "find" | "remove">;
  readonly log: NotifyDeps["log"] & Pick<RoomLog, "forget">;
  readonly audit: AuditLog;
}

/** Told of it at once; the others see that the room is gone when they ask for their rooms. */
const toldMax = 1_000;

/**
 * Deletes a room with all that was said in it; its owners may. There is no way back.
 *
 * @throws {ChatError} `not_found` for a room that may not be known of, `forbidden` for one who is no owner.
 */
export async function deleteRoom(
  deps: DeleteRoomDeps,
  { room, actor }: { room: RoomId; actor: UserId },
): Promise<void> {
  requireMay(await readRoomOf(deps, { room, user: actor }), "room.delete");
  await eraseRoom(deps, { room, actor });
}

/** As `deleteRoom`, for one whose right to do so has been seen to. */
export async function eraseRoom(
  deps: DeleteRoomDeps,
  { room, actor }: { room: RoomId; actor: UserId },
): Promise<boolean> {
  const removed = await deps.rooms.remove(room);
  if (removed === undefined) return false;
  await deps.audit.record({ actor, action: "room.deleted", room, details: { name: removed.name } });
  // What is still pending in it has no place any more: whoever drains it finds that out as well.
  await deps.log.forget(room).catch(() => undefined);
  const frame = { type: "room.left", room, reason: "deleted" } as const;
  const told = removed.members.slice(0, toldMax);
  await Promise.allSettled(told.map((user) => notifyPerson(deps, { user, frame })));
  return true;
}
