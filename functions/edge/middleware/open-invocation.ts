import type { MiddlewareObj } from "@middy/core";
import type { AccessFacts, EdgeContext } from "../invocation.ts";
import type { Telemetry } from "../telemetry.ts";

export interface CallFacts {
  /** The gateway's id of the request; absent: Lambda's own. */
  readonly requestId?: string;
  readonly access: AccessFacts;
}

/** Opens the invocation and puts its request id on every line that is logged within it. */
export function openInvocation<E>(
  telemetry: Telemetry,
  describe: (event: E) => CallFacts,
): MiddlewareObj<E, unknown, Error, EdgeContext> {
  return {
    before: ({ event, context }) => {
      const { requestId = context.awsRequestId, access } = describe(event);
      context.edge = { requestId, startedAtMs: Date.now(), access, ...telemetry };
      telemetry.logger.resetKeys();
      telemetry.logger.appendKeys({ requestId });
    },
  };
}
