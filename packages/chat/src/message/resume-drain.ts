import type { RoomId } from "@parley/protocol";
import { type Drained, type DrainInput, drainRoom } from "./drain-room.ts";
import type { LogDeps } from "./log-deps.ts";

/**
 * Drains a room whose drainer died or gave up; does nothing when there is nothing to do or another does it.
 *
 * @throws {ChatError} `unavailable` when this drainer had to give up as well.
 */
export async function resumeDrain(deps: LogDeps, room: RoomId): Promise<void> {
  const drained = await takeUpRoom(deps, room);
  if (drained?.failure !== undefined) throw drained.failure.cause;
}

/**
 * As `resumeDrain`, for whoever was asked over the queue: one who has to give up has asked for the room again
 * and is done. Undefined when there was nothing to do.
 *
 * @throws {ChatError} `unavailable` when the log is out of reach: the request is to be kept.
 */
export async function takeUpRoom(deps: LogDeps, room: RoomId): Promise<Drained | undefined> {
  const lease = { token: deps.newId("lease") };
  const first = await deps.log.acquire(room, lease);
  return first && drainRoom(deps, { room, lease, first });
}

/** `drainRoom` for callers who have nothing else to do: they fail when it gives up. */
export async function drainOrThrow(deps: LogDeps, input: DrainInput): Promise<void> {
  const { failure } = await drainRoom(deps, input);
  if (failure !== undefined) throw failure.cause;
}
