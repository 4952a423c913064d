import type { RoomId } from "@parley/protocol";
import { type DrainInput, drainRoom } from "./drain-room.ts";
import type { LogDeps } from "./log-deps.ts";

/**
 * Drains a room whose drainer died or gave up; does nothing when there is nothing to do or another does it.
 *
 * @throws {ChatError} `unavailable` when this drainer had to give up as well.
 */
export async function resumeDrain(deps: LogDeps, room: RoomId): Promise<void> {
  const lease = { token: deps.newId("lease") };
  const first = await deps.log.acquire(room, lease);
  if (first !== undefined) await drainOrThrow(deps, { room, lease, first });
}

/** `drainRoom` for callers who have nothing else to do: they fail when it gives up. */
export async function drainOrThrow(deps: LogDeps, input: DrainInput): Promise<void> {
  const { failure } = await drainRoom(deps, input);
  if (failure !== undefined) throw failure.cause;
}
