import type { Member, Role, Room } from "@parley/protocol/room";

/** What hosts and owners may do in a room; the service decides, this only keeps from offering what it refuses. */
export type RoomRight =
  | "update"
  | "publish"
  | "archive"
  | "delete"
  | "leave"
  | "add"
  | "invite"
  | "judge"
  | "giveRoles"
  | "deleteOthers";

interface RightFacts {
  readonly of: readonly Role[];
  /** Whether it is left in an archived room. */
  readonly archived: boolean;
  readonly direct?: boolean;
}

const hosts: readonly Role[] = ["moderator", "owner"];
const owners: readonly Role[] = ["owner"];

const rights: Readonly<Record<RoomRight, RightFacts>> = {
  update: { of: hosts, archived: false },
  publish: { of: owners, archived: false },
  archive: { of: owners, archived: true },
  delete: { of: owners, archived: true },
  leave: { of: ["member", ...hosts], archived: true },
  add: { of: hosts, archived: false },
  invite: { of: hosts, archived: false },
  /** To mute, to remove, to ban. */
  judge: { of: hosts, archived: true },
  giveRoles: { of: owners, archived: true },
  deleteOthers: { of: hosts, archived: true, direct: true },
};

export function may(room: Pick<Room, "kind" | "archived" | "role">, right: RoomRight): boolean {
  const { of, archived, direct = false } = rights[right];
  if (room.role === null || !of.includes(room.role)) return false;
  return (archived || !room.archived) && (direct || room.kind !== "direct");
}

const ranks: Readonly<Record<Role, number>> = { member: 1, moderator: 2, owner: 3 };

/** Whether the person may mute, remove or ban a member: only those below them in rank. */
export function mayJudge(
  room: Pick<Room, "kind" | "archived" | "role">,
  { role }: Pick<Member, "role">,
): boolean {
  return room.role !== null && may(room, "judge") && ranks[role] < ranks[room.role];
}

/** The roles that the person may give somebody: an owner any, a host themselves a lower one. */
export function rolesToGive(
  room: Pick<Room, "kind" | "archived" | "role">,
  { self }: { readonly self: boolean },
): readonly Role[] {
  const all: readonly Role[] = ["member", "moderator", "owner"];
  if (may(room, "giveRoles")) return all;
  if (!self || room.role === null || !may({ ...room, archived: false }, "update")) return [];
  const own = ranks[room.role];
  return all.filter((role) => ranks[role] <= own);
}
