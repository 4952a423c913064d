/** The HTTP API: everything under its base path goes to one function. */
import { http, type StageFacts, throttling } from "@parley/topology";
import type { Functions } from "./functions.ts";

/** No query is in it: it may hold a token of a mail's link. */
const accessLog = {
  requestTime: "$context.requestTime",
  requestId: "$context.requestId",
  method: "$context.httpMethod",
  routeKey: "$context.routeKey",
  status: "$context.status",
  responseLatency: "$context.responseLatency",
  integrationStatus: "$context.integration.status",
  integrationLatency: "$context.integration.latency",
  error: "$context.error.message",
  ip: "$context.identity.sourceIp",
};

export interface HttpApi {
  readonly apiId: $util.Output<string>;
  /** https:// address without a path: what CloudFront and Vite pass `/api` on to. */
  readonly url: $util.Output<string>;
}

export function createHttpApi(functions: Functions, retention: StageFacts["logRetention"]): HttpApi {
  const api = new sst.aws.ApiGatewayV2("Api", {
    // The function answers preflights: it knows the origins.
    cors: false,
    accessLog: { retention },
    transform: {
      stage: (args) => {
        args.accessLogSettings = {
          destinationArn: $util.output(args.accessLogSettings).apply((log) => log?.destinationArn ?? ""),
          format: JSON.stringify(accessLog),
        };
        args.defaultRouteSettings = {
          throttlingRateLimit: throttling.http.ratePerSecond,
          throttlingBurstLimit: throttling.http.burst,
        };
      },
    },
  });
  api.route(`ANY ${http.basePath}/{proxy+}`, functions[http.function].arn, {
    transform: {
      integration: (args) => {
        args.payloadFormatVersion = http.payloadFormatVersion;
      },
    },
  });
  return { apiId: api.nodes.api.id, url: api.nodes.api.apiEndpoint };
}
