import type { ErrorFrame, UserId } from "@parley/protocol";
import { errors } from "@parley/protocol/errors";
import { type DeliverDeps, deliverFrames } from "../delivery/deliver-frames.ts";
import { forgetConnection } from "./forget-connection.ts";

export interface CloseInput {
  readonly connectionId: string;
  readonly user: UserId;
  readonly error: Omit<ErrorFrame, "type" | "retryable">;
}

/** Says why on a connection and closes it: the gateway cannot carry a reason itself. */
export async function closeWithError(
  deps: DeliverDeps,
  { connectionId, user, error }: CloseInput,
): Promise<void> {
  const { retryable } = errors[error.code];
  const frame: ErrorFrame = { type: "error", ...error, retryable };
  await forgetConnection(deps, connectionId).catch(() => undefined);
  await deliverFrames(deps, [{ connectionId, user }], [new TextEncoder().encode(JSON.stringify(frame))]);
  await deps.gateway.close(connectionId);
}
