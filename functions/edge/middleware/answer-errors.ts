import type { MiddlewareObj } from "@middy/core";
import type { EdgeContext } from "../invocation.ts";
import type { Refusal } from "../refusal.ts";
import { settleFailure } from "../settle-failure.ts";

/** Turns whatever was thrown into the answer; without `answer` it is thrown on to Lambda. */
export function answerErrors<E, R>(
  answer: ((refusal: Refusal, event: E) => R) | undefined,
): MiddlewareObj<E, R, Error, EdgeContext> {
  return {
    onError: (request) => {
      const refusal = settleFailure(request.context.edge, request.error);
      if (answer !== undefined) request.response = answer(refusal, request.event);
    },
  };
}
