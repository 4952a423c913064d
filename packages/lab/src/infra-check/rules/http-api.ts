import { http, throttling } from "@parley/topology";
import { resourceName } from "../../../../../infra/resource-name.ts";
import { ofType } from "../graph/graph.ts";
import { expectSame, type Rule, textAt, valueAt } from "./rule.ts";

/** One route under the base path, to one function, with CORS left to the function. */
export const httpApiRule: Rule = ({ graph, settings }) => {
  const api = ofType(graph, "aws:apigatewayv2/api:Api").find((one) => textAt(one, "protocolType") === "HTTP");
  if (api === undefined) return ["There is no HTTP API."];
  const mine = (type: string) =>
    ofType(graph, type).filter((one) => textAt(one, "apiId") === `${api.name}-id`);
  const [integration] = mine("aws:apigatewayv2/integration:Integration");
  const [stage] = mine("aws:apigatewayv2/stage:Stage");
  if (integration === undefined || stage === undefined) return ["The HTTP API is incomplete."];
  const { burst, ratePerSecond: rate } = throttling.http;
  const limits = {
    burst: valueAt(stage, "defaultRouteSettings", "throttlingBurstLimit"),
    rate: valueAt(stage, "defaultRouteSettings", "throttlingRateLimit"),
  };
  const format = textAt(stage, "accessLogSettings", "format");
  return [
    ...expectSame(
      "The routes of the HTTP API",
      mine("aws:apigatewayv2/route:Route").map((route) => textAt(route, "routeKey")),
      [`ANY ${http.basePath}/{proxy+}`],
    ),
    ...expectSame(
      "The HTTP API goes to its function",
      textAt(integration, "integrationUri").endsWith(`:${resourceName(settings.stage, http.function)}`),
      true,
    ),
    ...expectSame(
      "The payload format",
      textAt(integration, "payloadFormatVersion"),
      http.payloadFormatVersion,
    ),
    ...expectSame("CORS of the gateway's own", valueAt(api, "corsConfiguration") ?? {}, {}),
    ...expectSame("What the HTTP API lets through", limits, { burst, rate }),
    ...expectSame("The HTTP access log exists", format.length > 0, true),
    ...expectSame(
      "The HTTP access log tells a query or a token",
      /query|context\.path|authorizer|header/i.test(format),
      false,
    ),
  ];
};
