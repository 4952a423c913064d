import type { RoomId, UserId } from "@parley/protocol";
import type { Person } from "../account/account-store.ts";
import { ChatError } from "../chat-error.ts";
import { appendEvent } from "../message/append-event.ts";
import type { LogDeps } from "../message/log-deps.ts";
import { announceRoom } from "./announce-room.ts";
import { type ReadRoomDeps, readRoomOf } from "./read-room-of.ts";
import { type ResolvePeopleDeps, resolvePeople } from "./resolve-people.ts";

export interface AddMemberInput {
  readonly room: RoomId;
  readonly actor: UserId;
  /** Id, username or address. */
  readonly user: string;
}

/**
 * Brings somebody into a room; owners and moderators may.
 *
 * @throws {ChatError} `not_found` for a room that may not be known of, `forbidden` for one who may not add, for
 *   an archived and for a direct room, `invalid` when the reference names nobody, `conflict` when they are in.
 */
export async function addMember(
  deps: LogDeps & ReadRoomDeps & ResolvePeopleDeps,
  { room, actor, user }: AddMemberInput,
): Promise<Person> {
  const { role, kind, archived } = await readRoomOf(deps, { room, user: actor });
  if (kind === "direct" || archived || role === null || role === "member") throw new ChatError("forbidden");
  const [person] = await resolvePeople(deps, [user], () => "user");
  if (person === undefined) throw new ChatError("invalid");
  const { id: userId, name, lastName, username } = person;
  const draft = { kind: "member.joined", userId, role: "member", name, lastName, username } as const;
  await appendEvent(deps, { room, user: actor, draft });
  await announceRoom(deps, { room, people: [userId] });
  return person;
}
