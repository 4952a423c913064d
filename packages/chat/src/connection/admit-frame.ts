import { ChatError } from "../chat-error.ts";
import type { CloseDeps } from "./close-connections.ts";
import type { Identity } from "./identity.ts";
import type { SessionGate } from "./session-gate.ts";
import { turnAway } from "./turn-away.ts";

export interface AdmitFrameDeps extends CloseDeps {
  readonly gate: Pick<SessionGate, "isShutFor">;
}

export interface AdmitFrameInput {
  readonly identity: Identity;
  readonly connectionId: string;
  readonly connectedAtMs: number;
}

/**
 * Lets a frame through while its session lasts. A connection that outlived it is told so and closed.
 *
 * @throws {ChatError} `unauthenticated`, or `unavailable` when that cannot be told.
 */
export async function admitFrame(deps: AdmitFrameDeps, input: AdmitFrameInput): Promise<void> {
  const { identity, connectionId, connectedAtMs } = input;
  const { userId: user, sessionId, sessionExpiresAtMs } = identity;
  const expired = sessionExpiresAtMs <= deps.clock.now();
  if (!expired && !(await deps.gate.isShutFor({ user, sessionId, connectedAtMs }))) return;
  const reason = expired ? "session_expired" : "signed_out";
  await turnAway(deps, { connectionIds: [connectionId], user, reason });
  throw new ChatError("unauthenticated");
}
