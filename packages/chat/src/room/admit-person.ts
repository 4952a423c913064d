import type { RoomId, UserId } from "@parley/protocol";
import type { Person } from "../account/account-store.ts";
import { ChatError } from "../chat-error.ts";
import { notifyPerson } from "../connection/notify-person.ts";
import { appendEvent } from "../message/append-event.ts";
import { announceRoom } from "./announce-room.ts";
import { type DecideDeps, decideMembers } from "./decide-members.ts";
import type { RoomState, RoomStore } from "./room-store.ts";

export interface AdmitDeps extends DecideDeps {
  readonly rooms: Pick<RoomStore, "findState" | "isBanned" | "find">;
}

export interface AdmitInput {
  readonly room: RoomId;
  /** Who is to be in the room. */
  readonly person: Person;
  /** Who brings them in: themselves, or a host of the room. */
  readonly actor: UserId;
  /** Looks at the room as it is when the person comes in; throws when that may not be. */
  readonly check?: (state: RoomState) => void;
}

/** A room with more people is not left by all of them while one comes in, and many may come in at once. */
const emptiedAtOnceMax = 3;

/**
 * Brings a person into a room that they may be told of, once however often it is asked. Whoever comes into a
 * room that nobody leads (all have left it) leads it.
 *
 * @throws {ChatError} `forbidden` for one who is banned from it, `conflict` for one who is in already.
 */
export async function admitPerson(deps: AdmitDeps, input: AdmitInput): Promise<void> {
  const { room, person, actor } = input;
  const { id: userId, name, lastName, username, bot } = person;
  await requireUnbanned(deps, { room, user: userId });
  await decideMembers(deps, { room, actor, target: userId, isFree }, (state) => {
    input.check?.(state);
    if (state.target !== undefined) throw new ChatError("conflict", { message: alreadyIn(actor === userId) });
    const role = state.owners.length === 0 ? "owner" : "member";
    const names = { name, lastName, username, ...(bot !== undefined && { bot }) };
    return { kind: "member.joined", userId, role, ...names };
  });
  try {
    // A ban that came while they were on their way in found nobody to remove.
    await requireUnbanned(deps, { room, user: userId });
  } catch (refusal) {
    await appendEvent(deps, { room, user: userId, draft: { kind: "member.left", userId, reason: "banned" } });
    await notifyPerson(deps, { user: userId, frame: { type: "room.left", room, reason: "banned" } });
    throw refusal;
  }
  await announceRoom(deps, { room, people: [userId] });
}

/** There will be an owner still, whoever leaves meanwhile. */
function isFree({ memberCount }: RoomState): boolean {
  return memberCount > emptiedAtOnceMax;
}

async function requireUnbanned(deps: AdmitDeps, input: { room: RoomId; user: UserId }): Promise<void> {
  if (!(await deps.rooms.isBanned(input))) return;
  throw new ChatError("forbidden", { message: "That person is banned from the room." });
}

function alreadyIn(self: boolean): string {
  return self ? "You are in the room already." : "That person is in the room already.";
}
