import type { Room } from "@parley/protocol";
import type { Person } from "../account/account-store.ts";
import { ChatError } from "../chat-error.ts";
import { announceRoom } from "./announce-room.ts";
import { buildRoom } from "./build-room.ts";
import type { CreateRoomDeps } from "./create-room.ts";
import { readRoomOf } from "./read-room-of.ts";
import { resolvePeople } from "./resolve-people.ts";
import type { RoomStore } from "./room-store.ts";

export interface OpenDirectRoomDeps extends Omit<CreateRoomDeps, "rooms"> {
  readonly rooms: Pick<RoomStore, "openDirect" | "find">;
}

/**
 * The one room of two people, created by whoever asks first.
 *
 * @throws {ChatError} `invalid` with `fields.user` when the reference names nobody, or the caller.
 */
export async function openDirectRoom(
  deps: OpenDirectRoomDeps,
  { caller, user }: { caller: Person; user: string },
): Promise<{ readonly room: Room; readonly created: boolean }> {
  const others = await resolvePeople(deps, [user], () => "user");
  if (others.some((person) => person.id === caller.id)) {
    throw new ChatError("invalid", { fields: { user: "must be somebody else" } });
  }
  const pair = [caller, ...others].map((person) => person.id).toSorted();
  const wanted = buildRoom(deps, {
    kind: "direct",
    name: "",
    topic: "",
    creator: caller,
    others,
    othersRole: "owner",
  });
  const { room, created } = await deps.rooms.openDirect(wanted, pair.join(" "));
  if (created) await announceRoom(deps, { room, people: pair });
  return { room: await readRoomOf(deps, { room, user: caller.id }), created };
}
