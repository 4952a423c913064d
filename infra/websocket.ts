/** The WebSocket API: routes, authorizer, answers to the sender, and what it lets through. */
import { type StageFacts, throttling, websocket } from "@parley/topology";
import type { Functions } from "./functions.ts";
import { logicalName } from "./resource-name.ts";

/** Neither the query, which holds the ticket, nor any text of a frame is in it. */
const accessLog = {
  requestTime: "$context.requestTime",
  requestId: "$context.requestId",
  eventType: "$context.eventType",
  routeKey: "$context.routeKey",
  status: "$context.status",
  integrationStatus: "$context.integrationStatus",
  integrationLatency: "$context.integrationLatency",
  error: "$context.error.message",
  ip: "$context.identity.sourceIp",
  connectedAt: "$context.connectedAt",
  connectionId: "$context.connectionId",
};

export interface WebsocketApi {
  readonly api: sst.aws.ApiGatewayWebSocket;
  readonly apiId: $util.Output<string>;
  /** What clients connect to. */
  readonly url: $util.Output<string>;
  /** `url` without path, as a page's policy names it. */
  readonly origin: $util.Output<string>;
  /** What functions post to. */
  readonly callbackUrl: $util.Output<string>;
  /** ARNs of @connections calls by their method. */
  readonly connectionsArn: (method: "POST" | "DELETE") => $util.Output<string>;
}

/** The API without its routes: functions need its address before they exist. */
export function createWebsocketApi(retention: StageFacts["logRetention"]): WebsocketApi {
  const api = new sst.aws.ApiGatewayWebSocket("Websocket", {
    accessLog: { retention },
    transform: {
      api: (args) => {
        args.routeSelectionExpression = websocket.routeSelectionExpression;
      },
      stage: (args) => {
        args.name = websocket.stage;
        args.accessLogSettings = {
          destinationArn: $util.output(args.accessLogSettings).apply((log) => log?.destinationArn ?? ""),
          format: JSON.stringify(accessLog),
        };
        args.defaultRouteSettings = {
          throttlingRateLimit: throttling.websocket.ratePerSecond,
          throttlingBurstLimit: throttling.websocket.burst,
          loggingLevel: "OFF",
          // It would write every message's text into the log.
          dataTraceEnabled: false,
        };
      },
    },
  });
  const node = api.nodes.api;
  return {
    api,
    apiId: node.id,
    url: api.url,
    origin: node.apiEndpoint,
    callbackUrl: api.managementEndpoint,
    connectionsArn: (method) =>
      $interpolate`${node.executionArn}/${websocket.stage}/${method}/@connections/*`,
  };
}

export function addRoutes({ api, apiId }: WebsocketApi, functions: Functions): void {
  const { authorizer, routes } = websocket;
  const authorize = api.addAuthorizer(logicalName(authorizer.function), {
    lambda: {
      function: functions[authorizer.function].arn,
      identitySources: [authorizer.identitySource],
    },
  });
  for (const { key, function: name, routeResponse } of routes) {
    const route = api.route(key, functions[name].arn, {
      ...(key === "$connect" && { auth: { lambda: authorize.id } }),
      transform: {
        route: (args) => {
          if (routeResponse) args.routeResponseSelectionExpression = "$default";
        },
      },
    });
    if (!routeResponse) continue;
    // Without it the function's answer does not reach the sender.
    new aws.apigatewayv2.RouteResponse(`Websocket${logicalName(name)}Response`, {
      apiId,
      routeId: $util.output(route.nodes.route).apply(({ id }) => id),
      routeResponseKey: "$default",
    });
  }
}
