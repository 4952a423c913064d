import type { CreateRoomBody, Room } from "@parley/protocol";
import type { Person } from "../account/account-store.ts";
import type { NotifyDeps } from "../connection/notify-person.ts";
import { announceRoom } from "./announce-room.ts";
import { type BuildRoomDeps, buildRoom } from "./build-room.ts";
import { readRoomOf } from "./read-room-of.ts";
import { type ResolvePeopleDeps, resolvePeople } from "./resolve-people.ts";
import type { RoomStore } from "./room-store.ts";

export interface CreateRoomDeps extends NotifyDeps, BuildRoomDeps, ResolvePeopleDeps {
  readonly rooms: Pick<RoomStore, "create" | "find">;
  readonly clock: NotifyDeps["clock"] & BuildRoomDeps["clock"];
}

export interface CreateRoomInput {
  readonly creator: Person;
  readonly body: CreateRoomBody;
}

/**
 * Creates a public or private room with its creator as owner, and tells everybody who is in it.
 *
 * @throws {ChatError} `invalid` with `fields["members.0"]` and so on for references that name nobody.
 */
export async function createRoom(deps: CreateRoomDeps, { creator, body }: CreateRoomInput): Promise<Room> {
  const { name, topic = "", visibility, members = [] } = body;
  const others = await resolvePeople(deps, members, (index) => `members.${index}`);
  const room = buildRoom(deps, { kind: visibility, name, topic, creator, others, othersRole: "member" });
  await deps.rooms.create(room);
  const [seen] = await Promise.all([
    readRoomOf(deps, { room: room.id, user: creator.id }),
    announceRoom(deps, { room: room.id, people: room.members.map(({ person }) => person.id) }),
  ]);
  return seen;
}
