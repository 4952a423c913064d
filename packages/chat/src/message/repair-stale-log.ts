import type { RoomId } from "@parley/protocol";
import { drainRoom } from "./drain-room.ts";
import { loadSnapshot } from "./hydrate-room.ts";
import type { LogDeps } from "./log-deps.ts";

/**
 * Brings a hot log that is behind the durable one (Redis came back with an old state) up to it. Does
 * nothing when it is not behind, or when another holds the lease and will find out by itself.
 */
export async function repairStaleLog(deps: LogDeps, room: RoomId, hotHeadSeq: number): Promise<void> {
  const snapshot = await loadSnapshot(deps, room);
  if (snapshot === undefined || snapshot.headSeq <= hotHeadSeq) return;
  const lease = { token: deps.newId("lease") };
  const rebased = await deps.log.rebase(snapshot, lease);
  if (rebased.kind === "rebased" && rebased.batch !== undefined)
    await drainRoom(deps, room, lease, rebased.batch);
}
