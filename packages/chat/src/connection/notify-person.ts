import type { ServerFrame, UserId } from "@parley/protocol";
import { type DeliverDeps, deliverFrames } from "../delivery/deliver-frames.ts";
import type { ConnectionStore } from "./connection-store.ts";

export interface NotifyDeps extends DeliverDeps {
  readonly connections: ConnectionStore;
}

export interface NotifyInput {
  readonly user: UserId;
  readonly frame: ServerFrame;
  /** A connection that knows already. */
  readonly except?: string | undefined;
}

/** Posts a frame to every connection of a person; best effort, as every notice is. */
export async function notifyPerson(deps: NotifyDeps, input: NotifyInput): Promise<void> {
  const all = await deps.connections.listByUser(input.user);
  const connections = all.filter(({ connectionId }) => connectionId !== input.except);
  if (connections.length === 0) return;
  await deliverFrames(deps, connections, [new TextEncoder().encode(JSON.stringify(input.frame))]);
}
