import type { ErrorFrame, SignedOut, UserId } from "@parley/protocol";
import { type DeliverDeps, deliverFrames } from "../delivery/deliver-frames.ts";
import { forgetConnection } from "./forget-connection.ts";

export interface CloseConnectionsInput {
  readonly connectionIds: readonly string[];
  readonly user: UserId;
  /** Says why. */
  readonly frame: ErrorFrame | SignedOut;
}

/**
 * Says why on a person's connections and closes them: the gateway cannot carry a reason itself. Nothing is
 * delivered to them from the first step on, and a store that is out of reach keeps none of them open.
 */
export async function closeConnections(
  deps: DeliverDeps,
  { connectionIds, user, frame }: CloseConnectionsInput,
): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(frame));
  await Promise.allSettled(connectionIds.map((id) => forgetConnection(deps, id)));
  await deliverFrames(
    deps,
    connectionIds.map((connectionId) => ({ connectionId, user })),
    [bytes],
  );
  await Promise.all(connectionIds.map((id) => deps.gateway.close(id)));
}
