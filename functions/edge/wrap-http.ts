import type { FunctionName } from "@parley/topology";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Invocation } from "./invocation.ts";
import type { CallFacts } from "./middleware/open-invocation.ts";
import type { Refusal } from "./refusal.ts";
import { type LambdaFunction, stack } from "./stack.ts";
import { openTelemetry } from "./telemetry.ts";
import { viewerOf } from "./viewer-of.ts";

/** The part of a payload format 2.0 event that is read. */
export type HttpEvent = Pick<
  APIGatewayProxyEventV2,
  "rawPath" | "rawQueryString" | "cookies" | "headers" | "body" | "isBase64Encoded"
> & {
  readonly requestContext: {
    readonly requestId: string;
    readonly domainName: string;
    readonly http: { readonly method: string; readonly sourceIp: string; readonly userAgent: string };
  };
};

export type HttpResult = APIGatewayProxyStructuredResultV2;

/**
 * Wraps a handler of the HTTP API. It sets `access.route` and `access.userId` as they become known, and
 * `access.code` when it answers a refusal itself; what it throws becomes the error answer.
 */
export function wrapHttp(
  name: FunctionName,
  originSecret: string,
  handle: (event: HttpEvent, invocation: Invocation) => Promise<HttpResult>,
): LambdaFunction<HttpEvent, HttpResult> {
  return stack<HttpEvent, HttpResult>({
    telemetry: openTelemetry(name),
    describe: (event) => describeCall(event, originSecret),
    answer: answerRefusal,
    run: async (event, context) => {
      const result = await handle(event, context.edge);
      if (result.statusCode !== undefined) context.edge.access.status = result.statusCode;
      return result;
    },
  });
}

function describeCall(event: HttpEvent, originSecret: string): CallFacts {
  const { requestId, http } = event.requestContext;
  return {
    requestId,
    access: { route: `${http.method} *`, address: viewerOf(event, originSecret), userAgent: http.userAgent },
  };
}

function answerRefusal({ status, body }: Refusal): HttpResult {
  return {
    statusCode: status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify({ error: body }),
  };
}
