import type { UserId } from "@parley/protocol";
import { deliverFrames } from "../delivery/deliver-frames.ts";
import { forgetConnection } from "./forget-connection.ts";
import type { NotifyDeps } from "./notify-person.ts";

export interface EndConnectionsInput {
  readonly user: UserId;
  /** Just the connections of this session; all of the person's where absent. */
  readonly sessionId?: string;
  readonly reason: string;
}

/** Says `signed_out` on a person's connections and closes them. The gateway cannot carry a reason itself. */
export async function endConnections(deps: NotifyDeps, input: EndConnectionsInput): Promise<void> {
  const all = await deps.connections.listByUser(input.user);
  const ending = all.filter((one) => input.sessionId === undefined || one.sessionId === input.sessionId);
  const frame = new TextEncoder().encode(JSON.stringify({ type: "signed_out", reason: input.reason }));
  await Promise.all(ending.map((one) => forgetConnection(deps, one.connectionId)));
  await deliverFrames(deps, ending, [frame]);
  await Promise.all(ending.map((one) => deps.gateway.close(one.connectionId)));
}
