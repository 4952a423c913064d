import { may, type RoomOperation, roomPolicy, type Standing } from "@parley/chat/room/room-policy";
import { type Operation, operations } from "./operations.ts";

/** Whoever calls: nobody, a stranger to a private room, or somebody with a standing in a room that they know of. */
export type CallerKind = "nobody" | "stranger" | Standing;

export const standings = ["visitor", "member", "moderator", "owner"] as const satisfies readonly Standing[];

/** One thing that one call does; a call that does several is in several rows. */
export interface PermissionRow {
  readonly operation: Operation;
  readonly need: RoomOperation;
}

/** Every call about a room with what it needs there, from the one policy. */
export const permissionRows: readonly PermissionRow[] = operations.flatMap((operation) =>
  (operation.needs ?? []).map((need) => ({ operation, need })),
);

export type Verdict = "done" | 401 | 403 | 404 | 409;

/** What a call comes to, by who makes it. */
export function verdictOf(
  need: RoomOperation,
  { caller, archived }: { caller: CallerKind; archived: boolean },
): Verdict {
  if (caller === "nobody") return 401;
  if (caller === "stranger") return 404;
  const role = caller === "visitor" ? null : caller;
  if (may({ kind: "public", archived, role }, need)) return "done";
  if (need === "room.join" && role !== null) return 409;
  // It is about a membership, and there is none.
  if (role === null && (need === "room.leave" || need === "read.mark")) return 404;
  return 403;
}

/** What calls that are not about one room need. */
export function needOf({
  open,
  tag,
  needs,
}: Operation): "nothing" | "a session" | "an administrator" | "a role" {
  if (open === true) return "nothing";
  if (tag === "admin") return "an administrator";
  return needs === undefined ? "a session" : "a role";
}

/** Whether it is done in a direct room, by either of the two. */
export function isDirect(need: RoomOperation): boolean {
  return roomPolicy[need].direct;
}
