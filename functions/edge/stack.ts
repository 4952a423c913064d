// oxlint-disable-next-line import/no-named-as-default -- only the default export is typed
import middy from "@middy/core";
import { ChatError } from "@parley/chat/chat-error";
import { runInRequest } from "./current-request.ts";
import type { EdgeContext } from "./invocation.ts";
import { answerErrors } from "./middleware/answer-errors.ts";
import { logAccess } from "./middleware/log-access.ts";
import { type CallFacts, openInvocation } from "./middleware/open-invocation.ts";
import { publishMetrics } from "./middleware/publish-metrics.ts";
import type { Refusal } from "./refusal.ts";
import type { Telemetry } from "./telemetry.ts";

export interface StackParts<E, R> {
  readonly telemetry: Telemetry;
  readonly describe: (event: E) => CallFacts;
  /** Makes the answer out of what was thrown; undefined where the thrown itself is the answer. */
  readonly answer: ((refusal: Refusal, event: E) => R) | undefined;
  readonly run: (event: E, context: EdgeContext) => Promise<R>;
}

/** A function as Lambda calls it; the context is absent only where nothing of Lambda is around. */
export type LambdaFunction<E, R> = (event: E, context: EdgeContext) => Promise<R>;

/** Kept back from the function's own timeout, so that a call that takes too long is answered and logged. */
const timeoutReserveMs = 500;

/**
 * The middleware that every function runs in, outermost first: open the invocation, publish metrics, write
 * the access line, answer errors.
 */
export function stack<E, R>(parts: StackParts<E, R>): LambdaFunction<E, R> {
  const run = (event: E, context: EdgeContext) =>
    runInRequest(context.edge.requestId, () => parts.run(event, context));
  return middy<E, R, Error, EdgeContext>(run, {
    timeoutEarlyInMillis: timeoutReserveMs,
    timeoutEarlyResponse: () => {
      throw new ChatError("unavailable", { cause: new Error("The function ran out of time.") });
    },
  })
    .use(openInvocation<E>(parts.telemetry, parts.describe))
    .use(publishMetrics<E>())
    .use(logAccess<E>())
    .use(answerErrors<E, R>(parts.answer));
}
