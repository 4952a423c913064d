import type { RoomId } from "@parley/protocol";
import { drainRoom } from "./drain-room.ts";
import type { LogDeps } from "./log-deps.ts";

/** Drains a room whose drainer died or gave up; does nothing when there is nothing to do or another does it. */
export async function resumeDrain(deps: LogDeps, room: RoomId): Promise<void> {
  const lease = { token: deps.newId("lease") };
  const batch = await deps.log.acquire(room, lease);
  if (batch !== undefined) await drainRoom(deps, room, lease, batch);
}
