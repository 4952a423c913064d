import type { UserId } from "@parley/protocol";
import { type DeliverDeps, deliverFrames } from "../delivery/deliver-frames.ts";
import { forgetConnection } from "./forget-connection.ts";

export interface TurnAwayInput {
  readonly connectionIds: readonly string[];
  readonly user: UserId;
  readonly reason: string;
}

/**
 * Says `signed_out` on connections and closes them: the gateway cannot carry a reason itself. Nothing is
 * delivered to them from the first step on, and a store that is out of reach keeps none of them open.
 */
export async function turnAway(
  deps: DeliverDeps,
  { connectionIds, user, reason }: TurnAwayInput,
): Promise<void> {
  const frame = new TextEncoder().encode(JSON.stringify({ type: "signed_out", reason }));
  await Promise.allSettled(connectionIds.map((id) => forgetConnection(deps, id)));
  await deliverFrames(
    deps,
    connectionIds.map((connectionId) => ({ connectionId, user })),
    [frame],
  );
  await Promise.all(connectionIds.map((id) => deps.gateway.close(id)));
}
