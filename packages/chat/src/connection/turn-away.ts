import type { UserId } from "@parley/protocol";
import { type CloseDeps, closeConnections } from "./close-connections.ts";

export interface TurnAwayInput {
  readonly connectionIds: readonly string[];
  readonly user: UserId;
  readonly reason: string;
}

/** Says `signed_out` on connections and closes them; answers as `closeConnections` does. */
export async function turnAway(
  deps: CloseDeps,
  { connectionIds, user, reason }: TurnAwayInput,
): Promise<boolean> {
  return closeConnections(deps, { connectionIds, user, frame: { type: "signed_out", reason } });
}
