import type { RoomId, UserId } from "@parley/protocol";
import type { Person } from "../account/account-store.ts";
import { ChatError } from "../chat-error.ts";
import { type AdmitDeps, admitPerson } from "./admit-person.ts";
import { readRoomOf } from "./read-room-of.ts";
import { type ResolvePeopleDeps, resolvePeople } from "./resolve-people.ts";
import { requireMay } from "./room-policy.ts";

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
 *   one who is banned, for an archived and for a direct room, `invalid` when the reference names nobody,
 *   `conflict` when they are in.
 */
export async function addMember(
  deps: AdmitDeps & ResolvePeopleDeps,
  { room, actor, user }: AddMemberInput,
): Promise<Person> {
  requireMay(await readRoomOf(deps, { room, user: actor }), "member.add");
  const [person] = await resolvePeople(deps, [user], () => "user");
  if (person === undefined) throw new ChatError("invalid");
  await admitPerson(deps, { room, person, actor, check: (state) => requireMay(state, "member.add") });
  return person;
}
