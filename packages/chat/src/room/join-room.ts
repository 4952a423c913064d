import type { Room, RoomId } from "@parley/protocol";
import type { Person } from "../account/account-store.ts";
import { ChatError } from "../chat-error.ts";
import { appendEvent } from "../message/append-event.ts";
import type { LogDeps } from "../message/log-deps.ts";
import { announceRoom } from "./announce-room.ts";
import { type ReadRoomDeps, readRoomOf } from "./read-room-of.ts";

/**
 * Joins a public room.
 *
 * @throws {ChatError} `not_found` for a room that may not be known of, `conflict` for one who is in already,
 *   `forbidden` for an archived one.
 */
export async function joinRoom(
  deps: LogDeps & ReadRoomDeps,
  { person, room }: { person: Person; room: RoomId },
): Promise<Room> {
  const { id: user, name, lastName, username } = person;
  const before = await readRoomOf(deps, { room, user });
  if (before.role !== null) throw new ChatError("conflict", { message: "You are in the room already." });
  if (before.archived) throw new ChatError("forbidden", { message: "The room is archived." });
  const draft = { kind: "member.joined", userId: user, role: "member", name, lastName, username } as const;
  await appendEvent(deps, { room, user, draft });
  const [after] = await Promise.all([
    readRoomOf(deps, { room, user }),
    announceRoom(deps, { room, people: [user] }),
  ]);
  return after;
}
