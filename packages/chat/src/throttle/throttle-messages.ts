import type { UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Throttle } from "./throttle.ts";

export interface ThrottleDeps {
  readonly throttle: Throttle;
  readonly messageLimit: RateLimit;
}

/**
 * Takes a message's token from its sender's buckets, whichever way it came.
 *
 * @throws {ChatError} `rate_limited` with the time after which the next will pass; `unavailable` when the
 *   buckets are out of reach (sending fails closed).
 */
export async function throttleMessages(deps: ThrottleDeps, user: UserId): Promise<void> {
  if (deps.messageLimit.length === 0) return;
  const outcome = await deps.throttle.take(`${user}:messages`, deps.messageLimit);
  if (!outcome.allowed) throw new ChatError("rate_limited", { retryAfterMs: outcome.retryAfterMs });
}
