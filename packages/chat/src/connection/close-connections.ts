import type { ErrorFrame, SignedOut, UserId } from "@parley/protocol";
import { type DeliverDeps, deliverFrames } from "../delivery/deliver-frames.ts";
import type { ConnectionStore } from "./connection-store.ts";

export interface CloseDeps extends DeliverDeps {
  readonly connections: Pick<ConnectionStore, "listRooms" | "remove">;
}

export interface CloseConnectionsInput {
  readonly connectionIds: readonly string[];
  readonly user: UserId;
  /** Says why. */
  readonly frame: ErrorFrame | SignedOut;
}

/**
 * Says why on a person's connections and closes them: the gateway cannot carry a reason itself. Nothing is
 * delivered to them from the first step on, and a store that is out of reach keeps none of them open.
 *
 * Answers whether all are closed. One that is not, since the gateway is out of reach, stays on record for
 * whoever tries again.
 */
export async function closeConnections(
  deps: CloseDeps,
  { connectionIds, user, frame }: CloseConnectionsInput,
): Promise<boolean> {
  const bytes = new TextEncoder().encode(JSON.stringify(frame));
  await Promise.allSettled(connectionIds.map((id) => stopListening(deps, id)));
  await deliverFrames(
    deps,
    connectionIds.map((connectionId) => ({ connectionId, user })),
    [bytes],
  );
  const closed = await Promise.all(connectionIds.map((id) => deps.gateway.close(id)));
  const gone = connectionIds.filter((_, at) => closed[at]);
  await Promise.allSettled(gone.map((id) => deps.connections.remove(id)));
  return gone.length === connectionIds.length;
}

async function stopListening({ connections, log }: CloseDeps, connectionId: string): Promise<void> {
  const rooms = await connections.listRooms(connectionId);
  if (rooms.length > 0) await log.detach(rooms, connectionId);
}
