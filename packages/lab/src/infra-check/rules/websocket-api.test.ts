import { throttling, websocket } from "@parley/topology";
import { describe, expect, it } from "vitest";
import { resourceName } from "../../../../../infra/resource-name.ts";
import { changed, graphOf, resource, settings, stage, without } from "./testing/small-graph.ts";
import { websocketApiRule } from "./websocket-api.ts";

const apiId = "Websocket-id";
const isRoute = (key: string) => (one: { inputs: Record<string, unknown> }) => one.inputs["routeKey"] === key;

const graph = graphOf([
  resource("aws:apigatewayv2/api:Api", "Websocket", {
    protocolType: "WEBSOCKET",
    routeSelectionExpression: websocket.routeSelectionExpression,
  }),
  ...websocket.routes.flatMap(({ key, function: name, routeResponse }) => [
    resource("aws:apigatewayv2/integration:Integration", `Integration${name}`, {
      apiId,
      integrationUri: `arn:aws:apigateway:functions/${`:${resourceName(stage, name)}`}/invocations`,
    }),
    resource("aws:apigatewayv2/route:Route", `Route${name}`, {
      apiId,
      routeKey: key,
      target: `integrations/Integration${name}-id`,
      authorizationType: key === "$connect" ? "CUSTOM" : "NONE",
      ...(routeResponse && { routeResponseSelectionExpression: "$default" }),
    }),
    ...(routeResponse
      ? [
          resource("aws:apigatewayv2/routeResponse:RouteResponse", `Response${name}`, {
            routeId: `Route${name}-id`,
            routeResponseKey: "$default",
          }),
        ]
      : []),
  ]),
  resource("aws:apigatewayv2/stage:Stage", "Stage", {
    apiId,
    name: websocket.stage,
    accessLogSettings: { format: '{"requestId":"$context.requestId"}' },
    defaultRouteSettings: {
      throttlingRateLimit: throttling.websocket.ratePerSecond,
      throttlingBurstLimit: throttling.websocket.burst,
      dataTraceEnabled: false,
    },
  }),
  resource("aws:apigatewayv2/authorizer:Authorizer", "Authorizer", {
    authorizerType: "REQUEST",
    identitySources: [websocket.authorizer.identitySource],
  }),
]);
const findings = (one: typeof graph) => websocketApiRule({ graph: one, settings });

describe("websocketApiRule", () => {
  it("finds nothing in what the topology says", () => {
    expect(findings(graph)).toEqual([]);
  });

  it.each(websocket.routes.map(({ key }) => key))("notices that %s is missing", (key) => {
    expect(findings(without(graph, isRoute(key)))).toEqual([expect.stringContaining("The routes")]);
  });

  it("notices that answers would not reach their sender", () => {
    const silent = without(graph, ({ type }) => type.endsWith(":RouteResponse"));
    expect(findings(silent)).toEqual([expect.stringContaining("the answer reaches the sender")]);
  });

  it("notices a handshake without authorizer", () => {
    const open = changed(graph, isRoute("$connect"), { authorizationType: "NONE" });
    expect(findings(open)).toEqual([expect.stringContaining("$connect: the authorization")]);
  });

  it("notices a route that goes to another's function", () => {
    const astray = changed(graph, isRoute("$default"), { target: "integrations/Integrationconnect-id" });
    expect(findings(astray)).toEqual([expect.stringContaining("goes to the message function")]);
  });

  it("[SEC4] notices a ticket in the access log, and frames traced into it", () => {
    const isStage = ({ type }: { type: string }) => type.endsWith(":Stage");
    const format = "$context.requestOverride.querystring.ticket";
    expect(findings(changed(graph, isStage, { accessLogSettings: { format } }))).toHaveLength(1);
    const traced = { throttlingRateLimit: 4_000, throttlingBurstLimit: 2_000, dataTraceEnabled: true };
    expect(findings(changed(graph, isStage, { defaultRouteSettings: traced }))).toHaveLength(1);
  });
});
