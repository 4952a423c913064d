import { ChatError } from "../chat-error.ts";
import type { DeliverDeps } from "../delivery/deliver-frames.ts";
import type { Identity } from "./identity.ts";
import type { SessionGate } from "./session-gate.ts";
import { turnAway } from "./turn-away.ts";

export interface AdmitFrameDeps extends DeliverDeps {
  readonly gate: Pick<SessionGate, "isShutFor">;
}

export interface AdmitFrameInput {
  readonly identity: Identity;
  readonly connectionId: string;
  readonly connectedAtMs: number;
}

/**
 * Lets a frame through while its session has not ended. A connection that outlived it is closed.
 *
 * @throws {ChatError} `unauthenticated`, or `unavailable` when that cannot be told.
 */
export async function admitFrame(deps: AdmitFrameDeps, input: AdmitFrameInput): Promise<void> {
  const { identity, connectionId, connectedAtMs } = input;
  const { userId: user, sessionId } = identity;
  if (!(await deps.gate.isShutFor({ user, sessionId, connectedAtMs }))) return;
  await turnAway(deps, { connectionIds: [connectionId], user, reason: "signed_out" });
  throw new ChatError("unauthenticated");
}
