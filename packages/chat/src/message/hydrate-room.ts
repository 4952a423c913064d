import type { RoomId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import type { LogDeps } from "./log-deps.ts";
import type { RoomSnapshot } from "./room-log.ts";

/** How many events a hot log starts with; reads before them go to Postgres. */
export const hydratedEntriesMax = 200;

export type HydrateDeps = Pick<LogDeps, "log" | "events" | "connections">;

/**
 * Makes a cold room hot from Postgres (its log and members) and DynamoDB (who listens).
 *
 * Two that hydrate at once do the same work and the first to finish wins. An event committed in between
 * by a drainer of the room's former life makes the next append collide in Postgres, which heals it.
 *
 * @throws {ChatError} `not_found` when there is no such room.
 */
export async function hydrateRoom(deps: HydrateDeps, room: RoomId): Promise<void> {
  const snapshot = await loadSnapshot(deps, room);
  if (snapshot === undefined) throw new ChatError("not_found");
  await deps.log.hydrate(snapshot);
}

export async function loadSnapshot(deps: HydrateDeps, room: RoomId): Promise<RoomSnapshot | undefined> {
  const [loaded, listening] = await Promise.all([
    deps.events.loadRoom(room, hydratedEntriesMax),
    deps.connections.listByRoom(room),
  ]);
  if (loaded === undefined) return undefined;
  const members = new Set(loaded.members.map((member) => member.user));
  return { ...loaded, listeners: listening.filter((recipient) => members.has(recipient.user)) };
}
