import type { RoomId } from "@parley/protocol";
import { healRoom } from "./heal-room.ts";
import type { LogDeps } from "./log-deps.ts";
import { drainOrThrow } from "./resume-drain.ts";

/**
 * Brings a hot log that is behind the durable one (Redis came back with an old state) up to it. Does
 * nothing when it is not behind, or when another holds the lease and will find out by itself.
 */
export async function repairStaleLog(deps: LogDeps, room: RoomId, hotHeadSeq: number): Promise<void> {
  const durableHeadSeq = (await deps.events.readHeads([room])).get(room);
  if (durableHeadSeq === undefined || durableHeadSeq <= hotHeadSeq) return;
  const lease = { token: deps.newId("lease") };
  const first = await healRoom(deps, { room, lease });
  if (first !== undefined) await drainOrThrow(deps, { room, lease, first });
}
