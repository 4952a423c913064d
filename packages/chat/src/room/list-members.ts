import type { Member, RoomId, UserId } from "@parley/protocol";
import { readRoomOf } from "./read-room-of.ts";
import { requireMay } from "./room-policy.ts";
import type { RoomStore } from "./room-store.ts";

/** Who of some people has a living connection. */
export interface OnlineDirectory {
  listOnline(users: readonly UserId[]): Promise<ReadonlySet<UserId>>;
}

export interface ListMembersDeps {
  readonly rooms: Pick<RoomStore, "find" | "listMembers">;
  readonly online: OnlineDirectory;
}

/** A room's list of people has an end. */
const membersListedMax = 1_000;

/**
 * The people in a room, owners first, then by name.
 *
 * @throws {ChatError} `not_found` for a room that may not be known of, `forbidden` for one who is not in it.
 */
export async function listMembers(
  deps: ListMembersDeps,
  { room, user }: { room: RoomId; user: UserId },
): Promise<Member[]> {
  requireMay(await readRoomOf(deps, { room, user }), "members.list");
  const members = await deps.rooms.listMembers({ room, limit: membersListedMax });
  const online = await deps.online.listOnline(members.map((member) => member.user.id));
  return members.map((member) => Object.assign(member, { online: online.has(member.user.id) }));
}
