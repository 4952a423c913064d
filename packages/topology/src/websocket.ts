/**
 * The WebSocket API: routes and the quotas that API Gateway enforces.
 *
 * Source of the quotas: "Quotas for configuring and running a WebSocket API in API Gateway",
 * Amazon API Gateway developer guide.
 */
import type { FunctionName } from "./functions.ts";

export interface WebsocketRoute {
  readonly key: "$connect" | "$disconnect" | "$default";
  readonly function: FunctionName;
  /** Whether the function's answer is sent to the client as a frame. */
  readonly routeResponse: boolean;
}

export const websocket = {
  stage: "v1",
  routeSelectionExpression: "$request.body.action",
  authorizer: { function: "authorize", identitySource: "route.request.querystring.ticket" },
  routes: [
    { key: "$connect", function: "connect", routeResponse: false },
    { key: "$disconnect", function: "disconnect", routeResponse: false },
    { key: "$default", function: "message", routeResponse: true },
  ] satisfies readonly WebsocketRoute[] as readonly WebsocketRoute[],
  quotas: {
    newConnectionsPerSecond: 500,
    requestsPerSecond: 10_000,
    requestsBurst: 5_000,
    frameBytesMax: 32 * 1024,
    messageBytesMax: 128 * 1024,
    idleTimeoutMs: 10 * 60_000,
    lifetimeMs: 2 * 60 * 60_000,
    integrationTimeoutMs: 29_000,
    authorizerResultBytesMax: 8 * 1024,
    urlBytesMax: 4_096,
  },
} as const;
