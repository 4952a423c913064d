import type { RoomId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import type { LogDeps } from "./log-deps.ts";
import type { RoomSnapshot } from "./room-log.ts";

/** How many events a hot log starts with; reads before them go to Postgres. */
export const hydratedEntriesMax = 200;

/** How long one waits for another who hydrates the room, and how often one looks. */
const waitsMax = 60;
const waitMs = 25;
/** Snapshots that turn out too old: a drainer of the room's former life commits while they are loaded. */
const loadsMax = 3;

export type HydrateDeps = Pick<LogDeps, "log" | "events" | "connections" | "clock" | "newId">;

/**
 * Makes a cold room hot from Postgres (its log and members) and DynamoDB (who listens). Of many that come
 * at once one does it and the others wait; if that one dies, another tries.
 *
 * A drainer of the room's former life may commit while the snapshot is loaded. If it finds the room cold, it
 * leaves word for us (`behind`); if it finds it hot, it sees to it itself; if it dies, the sweep compares.
 *
 * @throws {ChatError} `not_found` when there is no such room.
 */
export async function hydrateRoom(deps: HydrateDeps, room: RoomId): Promise<void> {
  const token = deps.newId("lease");
  for (let wait = 0; wait < waitsMax; wait += 1) {
    const claim = await deps.log.claim(room, token);
    if (claim === "hot") return;
    if (claim === "claimed") return installClaimed(deps, room, token);
    await deps.clock.sleep(waitMs);
  }
  return installRoom(deps, room);
}

/** Whoever waits for a load that fails should not wait for the claim to run out. */
async function installClaimed(deps: HydrateDeps, room: RoomId, token: string): Promise<void> {
  try {
    await installRoom(deps, room);
  } catch (cause) {
    await deps.log.unclaim(room, token).catch(() => undefined);
    throw cause;
  }
}

async function installRoom(deps: HydrateDeps, room: RoomId): Promise<void> {
  for (let load = 0; load < loadsMax; load += 1) {
    const snapshot = await loadSnapshot(deps, room);
    if (snapshot === undefined) throw new ChatError("not_found");
    if ((await deps.log.hydrate(snapshot)) !== "behind") return;
  }
  throw new ChatError("unavailable");
}

export async function loadSnapshot(
  deps: Pick<HydrateDeps, "events" | "connections">,
  room: RoomId,
): Promise<RoomSnapshot | undefined> {
  const [loaded, listening] = await Promise.all([
    deps.events.loadRoom(room, hydratedEntriesMax),
    deps.connections.listByRoom(room),
  ]);
  if (loaded === undefined) return undefined;
  const members = new Set(loaded.members.map((member) => member.user));
  return { ...loaded, listeners: listening.filter((recipient) => members.has(recipient.user)) };
}
