import type { UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Throttle } from "./throttle.ts";

export interface ThrottleFramesDeps {
  readonly throttle: Throttle;
  readonly frameLimit: RateLimit;
}

/**
 * Takes a frame's token from its sender's buckets: for all that is no message, of which those have their own.
 *
 * @throws {ChatError} as `throttleMessages`.
 */
export async function throttleFrames(deps: ThrottleFramesDeps, user: UserId): Promise<void> {
  if (deps.frameLimit.length === 0) return;
  const outcome = await deps.throttle.take(`${user}:frames`, deps.frameLimit);
  if (!outcome.allowed) throw new ChatError("rate_limited", { retryAfterMs: outcome.retryAfterMs });
}
