import type { RoomId, UserId } from "@parley/protocol";
import type { AuditLog } from "../account/audit-log.ts";
import { ChatError } from "../chat-error.ts";
import { notifyPerson } from "../connection/notify-person.ts";
import { type DecideDeps, decideMembers } from "./decide-members.ts";
import { leaveRoom } from "./leave-room.ts";
import { requireMay } from "./room-policy.ts";
import type { RoomState, RoomStore } from "./room-store.ts";

export interface RemoveMemberDeps extends DecideDeps {
  readonly rooms: Pick<RoomStore, "findState" | "ban" | "unban">;
  readonly audit: AuditLog;
}

export interface RemoveMemberInput {
  readonly room: RoomId;
  readonly actor: UserId;
  readonly target: UserId;
  /** Whether they may not come back. One who is not in the room can be banned as well. */
  readonly ban: boolean;
}

const rank = { member: 1, moderator: 2, owner: 3 } as const;

/**
 * Takes somebody out of a room, and tells all their connections at once; to take oneself out is to leave.
 *
 * @throws {ChatError} `not_found` for a room that may not be known of and for one who is no member (unless they
 *   are to be banned), `forbidden` for one who is not below the actor.
 */
export async function removeMember(deps: RemoveMemberDeps, input: RemoveMemberInput): Promise<void> {
  const { room, actor, target, ban } = input;
  if (actor === target) {
    if (ban) throw new ChatError("invalid", { fields: { ban: "must be about somebody else" } });
    return leaveRoom(deps, { room, user: actor });
  }
  const reason = ban ? "banned" : "kicked";
  const { target: removed } = await decideMembers(deps, { room, actor, target }, async (state) => {
    requireRemoval(state, ban);
    // The ban comes first: whoever is on the way in is found by it (`admitPerson`).
    if (ban && (await deps.rooms.ban({ room, user: target, by: actor })) === "nobody") {
      throw new ChatError("not_found");
    }
    return state.target && { kind: "member.left", userId: target, reason };
  });
  if (removed === undefined) {
    await deps.audit.record({ actor, action: "member.banned", room, target });
    return;
  }
  const frame = { type: "room.left", room, reason } as const;
  await notifyPerson(deps, { user: target, frame }).catch(() => undefined);
}

function requireRemoval(state: RoomState, ban: boolean): void {
  if (state.role === null) throw new ChatError(state.kind === "public" ? "forbidden" : "not_found");
  requireMay(state, ban ? "member.ban" : "member.remove");
  if (state.target === undefined && !ban) throw new ChatError("not_found");
  if (state.target !== undefined && rank[state.target.role] >= rank[state.role]) {
    throw new ChatError("forbidden");
  }
}

/**
 * Lifts a ban.
 *
 * @throws {ChatError} `not_found` when there is none; else as `removeMember`.
 */
export async function liftBan(
  deps: RemoveMemberDeps,
  { room, actor, target }: Omit<RemoveMemberInput, "ban">,
): Promise<void> {
  const state = await deps.rooms.findState({ room, actor, target });
  if (state === undefined || (state.role === null && state.kind !== "public"))
    throw new ChatError("not_found");
  requireMay(state, "member.ban");
  if (!(await deps.rooms.unban({ room, user: target }))) throw new ChatError("not_found");
  await deps.audit.record({ actor, action: "member.unbanned", room, target });
}
