import type { Member, Role, RoomId, UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import { toTimestamp } from "../clock.ts";
import { type DecideDeps, decideMembers } from "./decide-members.ts";
import type { ListMembersDeps } from "./list-members.ts";
import { requireMay } from "./room-policy.ts";
import { isLastOwner, type RoomState, type RoomStore } from "./room-store.ts";

export interface ChangeMemberInput {
  readonly room: RoomId;
  readonly actor: UserId;
  readonly target: UserId;
  readonly role?: Role | undefined;
  /** null lifts it; undefined leaves it. */
  readonly mutedUntil?: string | null | undefined;
}

export type ChangeMemberDeps = DecideDeps &
  Pick<ListMembersDeps, "online"> & { readonly rooms: Pick<RoomStore, "findState" | "findMember"> };

/**
 * Gives a member another role, or mutes them until a time. Owners give roles, hosts mute those below them, and
 * a host may step down.
 *
 * @throws {ChatError} `not_found` for a room that may not be known of and for one who is no member, `forbidden`
 *   for one who may not do that, `conflict` when the room would be left without an owner.
 */
export async function changeMember(deps: ChangeMemberDeps, input: ChangeMemberInput): Promise<Member> {
  const { room, actor, target } = input;
  await decideMembers(deps, { room, actor, target }, (state) => {
    const known = state.target;
    if (state.role === null) throw new ChatError(state.kind === "public" ? "forbidden" : "not_found");
    if (known === undefined) throw new ChatError("not_found");
    const role = input.role ?? known.role;
    const mutedUntil = mutedUntilOf(input, known.mutedUntilMs, deps.clock.now());
    requireChange(state, input, { role, mutedUntil });
    if (role === known.role && mutedUntil === timestampOf(known.mutedUntilMs)) return undefined;
    return { kind: "member.role", userId: target, role, ...(mutedUntil !== undefined && { mutedUntil }) };
  });
  const member = await deps.rooms.findMember({ room, user: target });
  if (member === undefined) throw new ChatError("not_found");
  return { ...member, online: (await deps.online.listOnline([target])).has(target) };
}

function requireChange(
  state: RoomState,
  { actor, target, role: asked, mutedUntil: mute }: ChangeMemberInput,
  { role }: { role: Role; mutedUntil: string | undefined },
): void {
  const self = actor === target;
  if (asked !== undefined) requireMay(state, self ? "member.stepDown" : "member.role");
  if (mute !== undefined) requireMay(state, "member.mute");
  if (self && mute !== undefined && mute !== null) {
    throw new ChatError("invalid", { fields: { mutedUntil: "must be about somebody else" } });
  }
  if (role !== "owner" && isLastOwner(state, target)) {
    throw new ChatError("conflict", { message: "Make somebody else an owner first." });
  }
}

/** The time until which the member is muted from now on; one that has passed is none. */
function mutedUntilOf(
  { mutedUntil }: ChangeMemberInput,
  beforeMs: number | undefined,
  nowMs: number,
): string | undefined {
  if (mutedUntil === undefined) return timestampOf(beforeMs);
  if (mutedUntil === null || Date.parse(mutedUntil) <= nowMs) return undefined;
  return toTimestamp(Date.parse(mutedUntil));
}

function timestampOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : toTimestamp(ms);
}
