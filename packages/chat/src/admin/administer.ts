import type { AdminMessage, AdminUser, MessageId, RoomId, UserId } from "@parley/protocol";
import type { AuditLog } from "../account/audit-log.ts";
import type { BotStore } from "../bot/bot-store.ts";
import { ChatError } from "../chat-error.ts";
import { type EndConnectionsDeps, endConnections } from "../connection/end-connections.ts";
import { deleteMessage } from "../message/delete-message.ts";
import type { LogDeps } from "../message/log-deps.ts";
import { type DeleteRoomDeps, eraseRoom } from "../room/delete-room.ts";
import type { AdminStore } from "./admin-store.ts";

export interface AdminDeps extends EndConnectionsDeps {
  readonly admin: AdminStore;
  readonly bots: Pick<BotStore, "listOf">;
  readonly audit: AuditLog;
}

interface AboutUser {
  readonly actor: UserId;
  readonly user: UserId;
}

/**
 * Shuts a person out, and their bots with them: ends their sessions and connections at once and lets them sign in
 * no more. A bot can be shut out as well.
 *
 * @throws {ChatError} `not_found` when there is no such person, `conflict` for oneself.
 */
export async function banUser(deps: AdminDeps, { actor, user }: AboutUser): Promise<void> {
  if (actor === user) throw new ChatError("conflict", { message: "You cannot shut yourself out." });
  if (!(await deps.admin.ban(user))) throw new ChatError("not_found");
  await deps.audit.record({ actor, action: "user.banned", target: user });
  const bots = await deps.bots.listOf(user);
  for (const one of [user, ...bots.map(({ id }) => id)]) {
    await endConnections(deps, { user: one, reason: "banned" });
  }
}

/** Lets a person sign in again. `not_found` when there is no such person. */
export async function unbanUser(deps: AdminDeps, { actor, user }: AboutUser): Promise<void> {
  if (!(await deps.admin.unban(user))) throw new ChatError("not_found");
  await deps.audit.record({ actor, action: "user.unbanned", target: user });
}

/** Signs a person out everywhere, or ends one session; `not_found` when there is no such session. */
export async function endUserSessions(
  deps: AdminDeps,
  { actor, user, session }: AboutUser & { readonly session?: string | undefined },
): Promise<void> {
  const ended = await deps.admin.endSessions({ user, session });
  if (session !== undefined && ended === 0) throw new ChatError("not_found");
  await deps.audit.record({ actor, action: "user.signed_out", target: user, details: { sessions: ended } });
  await endConnections(deps, {
    user,
    reason: "signed_out",
    ...(session !== undefined && { sessionId: session }),
  });
}

/**
 * Makes a person an administrator, or none any more.
 *
 * @throws {ChatError} `not_found` when there is no such person, `conflict` for oneself: there is always one left.
 */
export async function setUserRole(
  deps: AdminDeps,
  { actor, user, role }: AboutUser & { readonly role: AdminUser["role"] },
): Promise<void> {
  if (actor === user) throw new ChatError("conflict", { message: "You cannot change your own role." });
  if (!(await deps.admin.setRole({ user, role }))) throw new ChatError("not_found");
  await deps.audit.record({ actor, action: "user.role", target: user, details: { role } });
}

/**
 * Messages of a public or private room, to look into what was reported; the look is in the audit log.
 *
 * @throws {ChatError} `not_found` for a direct room and for none.
 */
export async function inspectMessages(
  deps: Pick<AdminDeps, "admin" | "audit">,
  { actor, ...input }: { readonly actor: UserId } & Parameters<AdminStore["listMessages"]>[0],
): Promise<AdminMessage[]> {
  const messages = await deps.admin.listMessages(input);
  if (messages === undefined) throw new ChatError("not_found");
  await deps.audit.record({ actor, action: "room.inspected", room: input.room });
  return messages;
}

/** Takes away a message's text, as an event of its room. `not_found` when there is no such message. */
export async function removeMessage(
  deps: LogDeps,
  { actor, room, message }: { actor: UserId; room: RoomId; message: MessageId },
): Promise<void> {
  await deleteMessage(deps, { room, user: actor, message, steward: true });
}

/** Deletes a room, whoever owns it. `not_found` when there is none. */
export async function removeRoom(
  deps: DeleteRoomDeps,
  { actor, room }: { actor: UserId; room: RoomId },
): Promise<void> {
  if (!(await eraseRoom(deps, { actor, room }))) throw new ChatError("not_found");
}
