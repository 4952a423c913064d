import type { UserId } from "@parley/protocol";
import type { ErrorCode } from "@parley/protocol/errors";
import type { CloseDeps } from "../connection/close-connections.ts";
import { closeWithError } from "../connection/close-with-error.ts";
import type { Throttle } from "./throttle.ts";

export interface CountRefusalDeps extends CloseDeps {
  readonly throttle: Throttle;
  /** Connections that were closed here for their refusals; what they had sent before is not answered any more. */
  readonly cutOff: Set<string>;
}

export interface RefusedFrame {
  readonly connectionId: string;
  readonly user: UserId;
  /** The frame's own id, where it could be read. */
  readonly id?: string | undefined;
  readonly code: ErrorCode;
  readonly requestId: string;
}

/** A connection is closed with its 20th refused frame in 10 s, and may come back after as long. */
export const refusals = { countMax: 20, windowMs: 10_000 } as const;

/** The one that was cut off first is forgotten first. */
const cutOffMax = 1_000;

/** What a client could not have helped. */
const ourFaults: ReadonlySet<ErrorCode> = new Set(["unavailable", "internal"]);

/**
 * Counts a refused frame against its connection. One that goes on sending what is refused is told so and
 * closed: true, and the frame has been answered.
 *
 * Never throws: while the count is out of reach, nobody is closed for it.
 */
export async function countRefusal(deps: CountRefusalDeps, frame: RefusedFrame): Promise<boolean> {
  const { connectionId, user, id, code, requestId } = frame;
  if (ourFaults.has(code)) return false;
  const limit = [{ count: refusals.countMax - 1, windowMs: refusals.windowMs }];
  const counted = await deps.throttle.take(`${connectionId}:refusals`, limit).catch(() => undefined);
  if (counted === undefined || counted.allowed) return false;
  if (deps.cutOff.size >= cutOffMax) deps.cutOff.delete(deps.cutOff.values().next().value ?? "");
  deps.cutOff.add(connectionId);
  const message = "Too many frames of this connection were refused.";
  const error = { code: "rate_limited", message, retryAfterMs: refusals.windowMs, requestId } as const;
  const named = id === undefined ? error : { ...error, id };
  await closeWithError(deps, { connectionId, user, error: named });
  return true;
}
