import type { ErrorFrame, UserId } from "@parley/protocol";
import { errors } from "@parley/protocol/errors";
import { type CloseDeps, closeConnections } from "./close-connections.ts";

export interface CloseInput {
  readonly connectionId: string;
  readonly user: UserId;
  readonly error: Omit<ErrorFrame, "type" | "retryable">;
}

/** Says `error` on a connection and closes it. */
export async function closeWithError(
  deps: CloseDeps,
  { connectionId, user, error }: CloseInput,
): Promise<void> {
  const { retryable } = errors[error.code];
  const frame: ErrorFrame = { type: "error", ...error, retryable };
  await closeConnections(deps, { connectionIds: [connectionId], user, frame });
}
