import type { Logger } from "@aws-lambda-powertools/logger";
import type { Metrics } from "@aws-lambda-powertools/metrics";
import type { ErrorCode } from "@parley/protocol/errors";
import type { Context } from "aws-lambda";

/** What the access line says of a call. Filled in as it becomes known; never a text, ticket or token. */
export interface AccessFacts {
  /** The route as it is written down, never the path that was asked for: that may hold an id or a secret. */
  route: string;
  status?: number;
  code?: ErrorCode;
  userId?: string;
  readonly connectionId?: string;
  readonly address?: string;
  readonly userAgent?: string;
}

/** One call of a function, from the event's arrival to its access line. */
export interface Invocation {
  readonly requestId: string;
  readonly startedAtMs: number;
  readonly access: AccessFacts;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Lambda's context with the invocation that `middleware/open-invocation.ts` hangs on it. */
export interface EdgeContext extends Context {
  edge: Invocation;
}
