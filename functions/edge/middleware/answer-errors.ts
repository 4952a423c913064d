import type { MiddlewareObj } from "@middy/core";
import { ChatError } from "@parley/chat/chat-error";
import type { EdgeContext } from "../invocation.ts";
import { type Refusal, toRefusal } from "../refusal.ts";

/**
 * Turns whatever was thrown into the answer. Expected refusals are `ChatError`s; the cause of anything
 * else, and of an outage, goes to the log under the request id and never into the answer. Without `answer`
 * the thrown is thrown on to Lambda.
 */
export function answerErrors<E, R>(
  answer: ((refusal: Refusal, event: E) => R) | undefined,
): MiddlewareObj<E, R, Error, EdgeContext> {
  return {
    onError: (request) => {
      const { requestId, access, logger } = request.context.edge;
      const { error } = request;
      const refusal = toRefusal(error, requestId);
      access.status = refusal.status;
      access.code = refusal.body.code;
      if (!(error instanceof ChatError)) logger.error("failed", { error: error ?? undefined });
      else if (error.cause !== undefined) logger.warn("refused", { error });
      if (answer !== undefined) request.response = answer(refusal, request.event);
    },
  };
}
