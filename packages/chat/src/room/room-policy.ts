import type { Role, Room, RoomKind } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";

/** Who asks, as the room sees them: a visitor knows of a public room without being in it. */
export type Standing = "visitor" | Role;

export interface Rule {
  readonly may: readonly Standing[];
  /** Whether it is done in a direct room, which is for two people and for good. */
  readonly direct: boolean;
  /** Whether it is done in an archived room, which is to be read alone. */
  readonly archived: boolean;
}

const everybody = ["visitor", "member", "moderator", "owner"] as const;
const members = ["member", "moderator", "owner"] as const;
const hosts = ["moderator", "owner"] as const;
const owners = ["owner"] as const;

/**
 * Who may do what in a room: the one table. Whoever is not in a private or direct room finds nothing there,
 * whatever the operation.
 *
 * Operations on rooms and members are checked against it here (`requireMay`). What goes into the log is judged
 * again by the log itself, in the step that appends it (`message/event-policy`), and reading by the log that is
 * read; the test of the API holds both to this table. Nobody acts on a member who is not below them in rank.
 */
export const roomPolicy = {
  "room.read": { may: everybody, direct: true, archived: true },
  "room.join": { may: ["visitor"], direct: false, archived: false },
  "room.leave": { may: members, direct: false, archived: true },
  "room.update": { may: hosts, direct: false, archived: false },
  "room.publish": { may: owners, direct: false, archived: false },
  "room.archive": { may: owners, direct: false, archived: true },
  "room.delete": { may: owners, direct: false, archived: true },
  "members.list": { may: members, direct: true, archived: true },
  "member.add": { may: hosts, direct: false, archived: false },
  "member.role": { may: owners, direct: false, archived: true },
  "member.stepDown": { may: hosts, direct: false, archived: true },
  "member.mute": { may: hosts, direct: false, archived: true },
  "member.remove": { may: hosts, direct: false, archived: true },
  "member.ban": { may: hosts, direct: false, archived: true },
  "invite.create": { may: hosts, direct: false, archived: false },
  "hook.create": { may: hosts, direct: false, archived: false },
  "hook.manage": { may: hosts, direct: false, archived: true },
  "history.read": { may: members, direct: true, archived: true },
  "read.mark": { may: members, direct: true, archived: true },
  "message.send": { may: members, direct: true, archived: false },
  "message.editOwn": { may: members, direct: true, archived: false },
  "message.deleteOwn": { may: members, direct: true, archived: false },
  "message.deleteOther": { may: hosts, direct: true, archived: true },
  "reaction.change": { may: members, direct: true, archived: false },
} as const satisfies Record<string, Rule>;

export type RoomOperation = keyof typeof roomPolicy;

export interface AskedRoom {
  readonly kind: RoomKind;
  readonly archived: boolean;
  readonly role: Room["role"];
}

/** Whether one who knows of a room may do that in it. */
export function may({ kind, archived, role }: AskedRoom, operation: RoomOperation): boolean {
  const rule: Rule = roomPolicy[operation];
  if (kind === "direct" && !rule.direct) return false;
  if (archived && !rule.archived) return false;
  return rule.may.includes(role ?? "visitor");
}

/**
 * Lets nobody through who may not do that in a room that they know of.
 *
 * @throws {ChatError} `forbidden`.
 */
export function requireMay(room: AskedRoom, operation: RoomOperation): void {
  if (may(room, operation)) return;
  if (room.archived && may({ ...room, archived: false }, operation)) {
    throw new ChatError("forbidden", { message: "The room is archived." });
  }
  throw new ChatError("forbidden");
}
