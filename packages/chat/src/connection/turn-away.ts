import type { UserId } from "@parley/protocol";
import type { DeliverDeps } from "../delivery/deliver-frames.ts";
import { closeConnections } from "./close-connections.ts";

export interface TurnAwayInput {
  readonly connectionIds: readonly string[];
  readonly user: UserId;
  readonly reason: string;
}

/** Says `signed_out` on connections and closes them. */
export async function turnAway(
  deps: DeliverDeps,
  { connectionIds, user, reason }: TurnAwayInput,
): Promise<void> {
  await closeConnections(deps, { connectionIds, user, frame: { type: "signed_out", reason } });
}
