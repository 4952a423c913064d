/**
 * The events of a WebSocket API.
 *
 * Sources: "API Gateway WebSocket API mapping template reference" and "…$disconnect route", API Gateway
 * developer guide; captures in localstack#7191 (authorizer), aws-lambda-typing#65 (CONNECT), boto3#3789
 * (DISCONNECT).
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { formatRequestTime } from "./request-time.ts";

/** What stays the same over all events of one connection. */
export interface ConnectionFacts {
  readonly connectionId: string;
  readonly connectedAtMs: number;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  /** Host and port that the client called. */
  readonly domainName: string;
  readonly stage: string;
  readonly apiId: string;
}

/** The authorizer's context with its principal, every value a string. */
export type AuthorizerContext = Readonly<Record<string, string>>;

interface ContextInput {
  readonly facts: ConnectionFacts;
  readonly authorizer?: AuthorizerContext | undefined;
  readonly routeKey: string;
  readonly eventType: "CONNECT" | "MESSAGE" | "DISCONNECT";
  readonly nowMs: number;
}

function createRequestContext(input: ContextInput, more: object) {
  const { facts } = input;
  const requestId = randomUUID();
  return {
    routeKey: input.routeKey,
    ...(input.authorizer === undefined ? {} : { authorizer: input.authorizer }),
    eventType: input.eventType,
    extendedRequestId: requestId,
    requestTime: formatRequestTime(input.nowMs),
    messageDirection: "IN",
    stage: facts.stage,
    connectedAt: facts.connectedAtMs,
    requestTimeEpoch: input.nowMs,
    identity: {
      ...(facts.userAgent === undefined ? {} : { userAgent: facts.userAgent }),
      sourceIp: facts.sourceIp,
    },
    requestId,
    domainName: facts.domainName,
    connectionId: facts.connectionId,
    apiId: facts.apiId,
    ...more,
  };
}

/** Hop-by-hop headers: API Gateway shows them to the authorizer and not to `$connect`. */
const hopHeaders = new Set(["connection", "upgrade"]);

interface HandshakeInput {
  readonly facts: ConnectionFacts;
  readonly request: IncomingMessage;
  readonly nowMs: number;
}

/** The authorizer's event; `methodArn` ends in `/$connect`. */
export function createAuthorizerEvent(input: HandshakeInput & { readonly methodArn: string }): object {
  const context = { ...input, routeKey: "$connect", eventType: "CONNECT" } as const;
  return {
    type: "REQUEST",
    methodArn: input.methodArn,
    ...describeHeaders(input.request, () => true),
    ...describeQuery(input.request),
    stageVariables: {},
    requestContext: createRequestContext(context, {}),
  };
}

export function createConnectEvent(
  input: HandshakeInput & { readonly authorizer: AuthorizerContext | undefined },
) {
  const context = { ...input, routeKey: "$connect", eventType: "CONNECT" } as const;
  return {
    ...describeHeaders(input.request, (name) => !hopHeaders.has(name.toLowerCase())),
    ...describeQuery(input.request),
    requestContext: createRequestContext(context, {}),
    isBase64Encoded: false,
  };
}

export interface FrameInput {
  readonly facts: ConnectionFacts;
  readonly authorizer: AuthorizerContext | undefined;
  readonly nowMs: number;
}

export function createMessageEvent(input: FrameInput & { readonly routeKey: string; readonly body: string }) {
  const messageId = randomUUID();
  return {
    requestContext: createRequestContext({ ...input, eventType: "MESSAGE" }, { messageId }),
    body: input.body,
    isBase64Encoded: false,
  };
}

export function createDisconnectEvent(
  input: FrameInput & { readonly statusCode: number; readonly reason: string },
): object {
  const headers = {
    Host: input.facts.domainName,
    "x-api-key": "",
    "X-Forwarded-For": "",
    "x-restapi": "",
  };
  const context = { ...input, routeKey: "$disconnect", eventType: "DISCONNECT" } as const;
  const ending = { disconnectStatusCode: input.statusCode, disconnectReason: input.reason };
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    requestContext: createRequestContext(context, ending),
    isBase64Encoded: false,
  };
}

/** Names as the client wrote them, and what API Gateway's own front adds. */
function describeHeaders(request: IncomingMessage, isShown: (name: string) => boolean) {
  const multiValueHeaders: Record<string, string[]> = {};
  const add = (name: string, value: string) => {
    const values = (multiValueHeaders[name] ??= []);
    values.push(value);
  };
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? "";
    if (isShown(name)) add(name, request.rawHeaders[index + 1] ?? "");
  }
  add("X-Forwarded-For", request.socket.remoteAddress ?? "");
  add("X-Forwarded-Port", String(request.socket.localPort ?? ""));
  add("X-Forwarded-Proto", "http");
  const headers = Object.fromEntries(
    Object.entries(multiValueHeaders).map(([name, values]) => [name, values.at(-1) ?? ""]),
  );
  return { headers, multiValueHeaders };
}

/** Nothing at all when the URL has no query. Of a repeated name, the single form has the last value. */
function describeQuery(request: IncomingMessage) {
  const text = request.url?.split("?").slice(1).join("?") ?? "";
  if (text === "") return {};
  const parameters = new URLSearchParams(text);
  return {
    queryStringParameters: Object.fromEntries(parameters),
    multiValueQueryStringParameters: Object.fromEntries(
      [...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]),
    ),
  };
}
