import type { Logger } from "@aws-lambda-powertools/logger";
import type { Metrics } from "@aws-lambda-powertools/metrics";
import type { Identity } from "@parley/chat/connection/identity";
import type { FunctionName } from "@parley/topology";
import type { CallFacts } from "./middleware/open-invocation.ts";
import { type LambdaFunction, stack } from "./stack.ts";
import { openTelemetry } from "./telemetry.ts";

/** What API Gateway asks its authorizer at `$connect`. */
export interface AuthorizerEvent {
  readonly methodArn: string;
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly requestContext: {
    readonly routeKey: string;
    readonly connectionId: string;
    readonly requestId: string;
    readonly identity?: { readonly sourceIp?: string; readonly userAgent?: string };
  };
}

export interface AuthorizerCall {
  readonly connectionId: string;
  readonly ticket: string | undefined;
  /** The browser's Origin header; undefined for a client that is no browser. */
  readonly origin: string | undefined;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface AuthorizerResult {
  readonly principalId: string;
  readonly policyDocument: {
    readonly Version: "2012-10-17";
    readonly Statement: readonly {
      readonly Action: "execute-api:Invoke";
      readonly Effect: "Allow" | "Deny";
      readonly Resource: string;
    }[];
  };
  /** Every value a string: that is how API Gateway keeps them. */
  readonly context?: Readonly<Record<string, string>>;
}

const allowed = 200;

/**
 * Wraps the authorizer of the WebSocket API: the identity it returns stands in every later event of the
 * connection. A refusal that it throws denies the handshake, which API Gateway answers with 403.
 */
export function wrapAuthorizer(
  name: FunctionName,
  admit: (call: AuthorizerCall) => Promise<Identity>,
): LambdaFunction<AuthorizerEvent, AuthorizerResult> {
  return stack<AuthorizerEvent, AuthorizerResult>({
    telemetry: openTelemetry(name),
    describe: describeCall,
    answer: (_, event) => toPolicy(event, "Deny", "anonymous"),
    run: async (event, context) => {
      const { access, logger, metrics } = context.edge;
      const identity = await admit({
        connectionId: event.requestContext.connectionId,
        ticket: event.queryStringParameters?.["ticket"],
        origin: headerOf(event, "origin"),
        logger,
        metrics,
      });
      access.userId = identity.userId;
      access.status = allowed;
      return { ...toPolicy(event, "Allow", identity.userId), context: toStrings(identity) };
    },
  });
}

function describeCall({ requestContext, headers }: AuthorizerEvent): CallFacts {
  const { connectionId, requestId, identity } = requestContext;
  const userAgent = identity?.userAgent ?? headers?.["User-Agent"];
  return {
    requestId,
    access: {
      route: "authorize",
      connectionId,
      ...(identity?.sourceIp !== undefined && { address: identity.sourceIp }),
      ...(userAgent !== undefined && { userAgent }),
    },
  };
}

function toPolicy(event: AuthorizerEvent, effect: "Allow" | "Deny", principalId: string): AuthorizerResult {
  const statement = { Action: "execute-api:Invoke", Effect: effect, Resource: event.methodArn } as const;
  return { principalId, policyDocument: { Version: "2012-10-17", Statement: [statement] } };
}

function toStrings(identity: Identity): Record<string, string> {
  return Object.fromEntries(Object.entries(identity).map(([key, value]) => [key, String(value)]));
}

/** WebSocket APIs hand headers on in the case that the client wrote them in. */
function headerOf(event: AuthorizerEvent, name: string): string | undefined {
  const found = Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}
