import { throttling, websocket } from "@parley/topology";
import { resourceName } from "../../../../../infra/resource-name.ts";
import { type Graph, type GraphResource, ofType, theOne } from "../graph/graph.ts";
import { expectSame, expectSameSet, type Rule, type RuleInput, textAt, valueAt } from "./rule.ts";

/** Routes, authorizer, answers to the sender, stage and limits are those of the topology. */
export const websocketApiRule: Rule = (input) => {
  const { graph } = input;
  const api = ofType(graph, "aws:apigatewayv2/api:Api").find(
    (one) => textAt(one, "protocolType") === "WEBSOCKET",
  );
  if (api === undefined) return ["There is no WebSocket API."];
  const apiId = `${api.name}-id`;
  const mine = (type: string) => ofType(graph, type).filter((one) => textAt(one, "apiId") === apiId);
  const routes = mine("aws:apigatewayv2/route:Route");
  return [
    ...expectSame(
      "The route selection",
      valueAt(api, "routeSelectionExpression"),
      websocket.routeSelectionExpression,
    ),
    ...expectSameSet(
      "The routes of the WebSocket API",
      routes.map((route) => textAt(route, "routeKey")),
      websocket.routes.map(({ key }) => key),
    ),
    ...routes.flatMap((route) => compareRoute(input, route)),
    ...mine("aws:apigatewayv2/stage:Stage").flatMap(compareStage),
    ...checkAuthorizer(graph),
  ];
};

function compareRoute({ graph, settings }: RuleInput, route: GraphResource): string[] {
  const key = textAt(route, "routeKey");
  const facts = websocket.routes.find((one) => one.key === key);
  if (facts === undefined) return [];
  const [, integrationId] = textAt(route, "target").split("/");
  const integration = ofType(graph, "aws:apigatewayv2/integration:Integration").find(
    ({ name }) => `${name}-id` === integrationId,
  );
  const answers = ofType(graph, "aws:apigatewayv2/routeResponse:RouteResponse").some(
    (one) => textAt(one, "routeId") === `${route.name}-id` && textAt(one, "routeResponseKey") === "$default",
  );
  const uri = integration === undefined ? "" : textAt(integration, "integrationUri");
  const selection = facts.routeResponse ? "$default" : undefined;
  const authorization = key === "$connect" ? "CUSTOM" : "NONE";
  return [
    ...expectSame(
      `${key} goes to the ${facts.function} function`,
      uri.endsWith(`:${resourceName(settings.stage, facts.function)}/invocations`),
      true,
    ),
    ...expectSame(`${key}: the answer reaches the sender`, answers, facts.routeResponse),
    ...expectSame(
      `${key}: the selection of the answer`,
      valueAt(route, "routeResponseSelectionExpression"),
      selection,
    ),
    ...expectSame(`${key}: the authorization`, textAt(route, "authorizationType"), authorization),
  ];
}

function compareStage(stage: GraphResource): string[] {
  const format = textAt(stage, "accessLogSettings", "format");
  const limits = {
    burst: valueAt(stage, "defaultRouteSettings", "throttlingBurstLimit"),
    rate: valueAt(stage, "defaultRouteSettings", "throttlingRateLimit"),
  };
  const { burst, ratePerSecond: rate } = throttling.websocket;
  return [
    ...expectSame("The WebSocket stage", textAt(stage, "name"), websocket.stage),
    ...expectSame("What the WebSocket API lets through", limits, { burst, rate }),
    ...expectSame(
      "Tracing of frames into the log",
      valueAt(stage, "defaultRouteSettings", "dataTraceEnabled"),
      false,
    ),
    ...expectSame("The WebSocket access log exists", format.length > 0, true),
    ...expectSame(
      "The WebSocket access log tells a ticket or a text",
      /querystring|ticket|body|authorizer/i.test(format),
      false,
    ),
  ];
}

function checkAuthorizer(graph: Graph): string[] {
  const authorizer = theOne(graph, "aws:apigatewayv2/authorizer:Authorizer");
  return [
    ...expectSame("The kind of authorizer", textAt(authorizer, "authorizerType"), "REQUEST"),
    ...expectSame("Where the ticket is", valueAt(authorizer, "identitySources"), [
      websocket.authorizer.identitySource,
    ]),
  ];
}
