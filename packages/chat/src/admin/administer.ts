import type { RoomId, UserId } from "@parley/protocol";
import type { AuditLog } from "../account/audit-log.ts";
import { ChatError } from "../chat-error.ts";
import { type EndConnectionsDeps, endConnections } from "../connection/end-connections.ts";
import { type DeleteRoomDeps, eraseRoom } from "../room/delete-room.ts";
import type { AdminStore } from "./admin-store.ts";

export interface AdminDeps extends EndConnectionsDeps {
  readonly admin: AdminStore;
  readonly audit: AuditLog;
}

interface AboutUser {
  readonly actor: UserId;
  readonly user: UserId;
}

/**
 * Shuts a person out: ends their sessions and connections at once and lets them sign in no more.
 *
 * @throws {ChatError} `not_found` when there is no such person, `conflict` for oneself.
 */
export async function banUser(deps: AdminDeps, { actor, user }: AboutUser): Promise<void> {
  if (actor === user) throw new ChatError("conflict", { message: "You cannot shut yourself out." });
  if (!(await deps.admin.ban(user))) throw new ChatError("not_found");
  await deps.audit.record({ actor, action: "user.banned", target: user });
  await endConnections(deps, { user, reason: "banned" });
}

/** Lets a person sign in again. `not_found` when there is no such person. */
export async function unbanUser(deps: AdminDeps, { actor, user }: AboutUser): Promise<void> {
  if (!(await deps.admin.unban(user))) throw new ChatError("not_found");
  await deps.audit.record({ actor, action: "user.unbanned", target: user });
}

/** Signs a person out everywhere. */
export async function endUserSessions(deps: AdminDeps, { actor, user }: AboutUser): Promise<void> {
  const ended = await deps.admin.endSessions(user);
  await deps.audit.record({ actor, action: "user.signed_out", target: user, details: { sessions: ended } });
  await endConnections(deps, { user, reason: "signed_out" });
}

/** Deletes a room, whoever owns it. `not_found` when there is none. */
export async function removeRoom(
  deps: DeleteRoomDeps,
  { actor, room }: { actor: UserId; room: RoomId },
): Promise<void> {
  if (!(await eraseRoom(deps, { actor, room }))) throw new ChatError("not_found");
}
