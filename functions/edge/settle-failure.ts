import { ChatError } from "@parley/chat/chat-error";
import { describeError } from "./describe-error.ts";
import type { Invocation } from "./invocation.ts";
import { type Refusal, toRefusal } from "./refusal.ts";

/**
 * Makes the refusal out of what was thrown and notes it for the access line. The cause of an outage, and of
 * anything unexpected, goes to the log under the request id, never into the answer.
 */
export function settleFailure(invocation: Invocation, thrown: unknown): Refusal {
  const { requestId, access, logger } = invocation;
  const refusal = toRefusal(thrown, requestId);
  access.status = refusal.status;
  access.code = refusal.body.code;
  if (!(thrown instanceof ChatError)) {
    logger.error("failed", { error: thrown instanceof Error ? thrown : describeError(thrown) });
  } else if (thrown.cause !== undefined) logger.warn("refused", { error: thrown });
  return refusal;
}
