import type { Role, RoomId, RoomKind } from "@parley/protocol";
import type { Person } from "../account/account-store.ts";
import type { Clock, NewId } from "../clock.ts";
import type { NewRoom } from "./room-store.ts";

export interface BuildRoomDeps {
  readonly clock: Pick<Clock, "now">;
  readonly newId: NewId;
}

export interface BuildRoomInput {
  readonly kind: RoomKind;
  readonly name: string;
  readonly topic: string;
  readonly creator: Person;
  readonly others: readonly Person[];
  /** What the others are; the creator is an owner. */
  readonly othersRole: Role;
}

/** A room that is yet to be created, with its people once each and the creator first. */
export function buildRoom(deps: BuildRoomDeps, input: BuildRoomInput): NewRoom {
  const { kind, name, topic, creator, others, othersRole } = input;
  const rest = new Map(others.map((person) => [person.id, person]));
  rest.delete(creator.id);
  return {
    id: deps.newId("rom") as RoomId,
    kind,
    name,
    topic,
    createdBy: creator.id,
    createdAtMs: deps.clock.now(),
    members: [
      { person: creator, role: "owner", eventId: deps.newId("evt") },
      ...[...rest.values()].map((person) => ({ person, role: othersRole, eventId: deps.newId("evt") })),
    ],
  };
}
