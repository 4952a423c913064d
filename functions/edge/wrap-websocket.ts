import type { Logger } from "@aws-lambda-powertools/logger";
import type { Metrics } from "@aws-lambda-powertools/metrics";
import { ChatError } from "@parley/chat/chat-error";
import { Identity } from "@parley/chat/connection/identity";
import { RequestId, type ServerFrame } from "@parley/protocol";
import type { FunctionName } from "@parley/topology";
import type { AccessFacts, EdgeContext } from "./invocation.ts";
import type { CallFacts } from "./middleware/open-invocation.ts";
import type { Refusal } from "./refusal.ts";
import { type LambdaFunction, stack } from "./stack.ts";
import { openTelemetry } from "./telemetry.ts";

/** What API Gateway sends for `$connect`, a frame and `$disconnect`, as far as it is used. */
export interface WebsocketEvent {
  readonly requestContext: {
    readonly routeKey: string;
    readonly eventType: "CONNECT" | "MESSAGE" | "DISCONNECT";
    readonly connectionId: string;
    readonly requestId: string;
    readonly connectedAt?: number;
    readonly identity?: { readonly sourceIp?: string; readonly userAgent?: string };
    readonly authorizer?: Readonly<Record<string, unknown>>;
    readonly disconnectStatusCode?: number;
    readonly disconnectReason?: string;
  };
  readonly body?: string;
}

/** What a WebSocket handler is given. */
export interface WebsocketCall {
  readonly connectionId: string;
  readonly requestId: string;
  readonly connectedAtMs: number;
  /** Who is behind the connection, as the authorizer found it; undefined when that cannot be read. */
  readonly identity: Identity | undefined;
  /** The frame, parsed from JSON and not yet checked; undefined for `$connect` and `$disconnect`. */
  readonly frame: unknown;
  /** The frame as it came, for those who count bytes. */
  readonly body: string | undefined;
  readonly event: WebsocketEvent;
  readonly access: AccessFacts;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface WebsocketResult {
  readonly statusCode: number;
  readonly body?: string;
}

const ok = 200;
const actionPattern = /^[a-z][a-z.]{0,39}$/;

/**
 * Wraps a handler of the WebSocket API. A frame that it returns goes to the sender; so does the `error`
 * frame of whatever it throws, under the request's own id. A `$connect` that throws refuses the handshake.
 *
 * The access line's route is the frame's `action` where that reads like one, else `$default`.
 */
export function wrapWebsocket(
  name: FunctionName,
  handle: (call: WebsocketCall) => Promise<ServerFrame | undefined>,
): LambdaFunction<WebsocketEvent, WebsocketResult> {
  return stack<WebsocketEvent, WebsocketResult>({
    telemetry: openTelemetry(name),
    describe: describeCall,
    answer: answerRefusal,
    run: async (event, context) => {
      const frame = await handle(toCall(event, context));
      context.edge.access.status = ok;
      return frame === undefined ? { statusCode: ok } : { statusCode: ok, body: JSON.stringify(frame) };
    },
  });
}

function describeCall({ requestContext, body }: WebsocketEvent): CallFacts {
  const { connectionId, requestId, identity, authorizer, routeKey } = requestContext;
  const action = fieldOf(parseFrame(body), "action");
  const userId = authorizer?.["userId"];
  return {
    requestId,
    access: {
      route: typeof action === "string" && actionPattern.test(action) ? action : routeKey,
      connectionId,
      ...(typeof userId === "string" && { userId }),
      ...(identity?.sourceIp !== undefined && { address: identity.sourceIp }),
      ...(identity?.userAgent !== undefined && { userAgent: identity.userAgent }),
    },
  };
}

function toCall(event: WebsocketEvent, context: EdgeContext): WebsocketCall {
  const { requestContext, body } = event;
  const { requestId, startedAtMs, access, logger, metrics } = context.edge;
  const frame = parseFrame(body);
  if (body !== undefined && frame === undefined) {
    throw new ChatError("invalid", { fields: { body: "must be JSON" } });
  }
  return {
    connectionId: requestContext.connectionId,
    requestId,
    connectedAtMs: requestContext.connectedAt ?? startedAtMs,
    identity: Identity.safeParse(requestContext.authorizer).data,
    frame,
    body,
    event,
    access,
    logger,
    metrics,
  };
}

/** API Gateway hands an answer on to the client only with status 200; a refused handshake has its own. */
function answerRefusal({ status, body }: Refusal, event: WebsocketEvent): WebsocketResult {
  if (event.requestContext.eventType !== "MESSAGE") return { statusCode: status };
  const id = RequestId.safeParse(fieldOf(parseFrame(event.body), "id")).data;
  return {
    statusCode: ok,
    body: JSON.stringify({ type: "error", ...(id !== undefined && { id }), ...body }),
  };
}

function parseFrame(body: string | undefined): unknown {
  if (body === undefined) return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function fieldOf(frame: unknown, name: "id" | "action"): unknown {
  if (typeof frame !== "object" || frame === null || !Object.hasOwn(frame, name)) return undefined;
  return (frame as Record<string, unknown>)[name];
}
