import type { RoomId, UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import type { EventStore } from "../message/event-store.ts";

export interface RefuseDeps {
  readonly events: Pick<EventStore, "findMembership">;
}

export interface RefuseInput {
  readonly room: RoomId;
  readonly user: UserId;
}

/**
 * Asks Postgres about one who is no member by the hot log, and about everybody in a cold room. A private
 * room and an absent one are thereby told in the same time: the hot log, and one look-up by key.
 *
 * @throws {ChatError} `not_found`, or `forbidden` for a public room.
 */
export async function refuseStranger(deps: RefuseDeps, { room, user }: RefuseInput): Promise<void> {
  const found = await deps.events.findMembership(room, user);
  if (found === undefined) throw new ChatError("not_found");
  if (found.role === undefined) throw new ChatError(found.kind === "public" ? "forbidden" : "not_found");
}
