import type { ServerFrame, UserId } from "@parley/protocol";
import { type DeliverDeps, deliverFrames } from "../delivery/deliver-frames.ts";
import type { ConnectionStore } from "./connection-store.ts";

export interface NotifyDeps extends DeliverDeps {
  readonly connections: ConnectionStore;
}

/** Posts a frame to every connection of a person; best effort, as every notice is. */
export async function notifyPerson(
  deps: NotifyDeps,
  input: { user: UserId; frame: ServerFrame },
): Promise<void> {
  const connections = await deps.connections.listByUser(input.user);
  if (connections.length === 0) return;
  await deliverFrames(deps, connections, [new TextEncoder().encode(JSON.stringify(input.frame))]);
}
