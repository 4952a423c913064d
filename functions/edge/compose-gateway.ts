import { MetricUnit } from "@aws-lambda-powertools/metrics";
import type { DeliverDeps } from "@parley/chat/delivery/deliver-frames";
import { SlowSockets } from "@parley/chat/delivery/slow-sockets";
import { ApiGatewayGateway } from "@parley/stores/apigateway/apigateway-gateway";
import type { FunctionName } from "@parley/topology";
import type { Settings } from "./setting-schemas.ts";
import { openTelemetry } from "./telemetry.ts";

/** The way back to the sockets, with its failures in the log and its outcomes among the metrics. */
export function composeGateway(
  settings: Pick<Settings, "WEBSOCKET_CALLBACK_URL">,
  name: FunctionName,
): Pick<DeliverDeps, "gateway" | "meter" | "slow"> {
  const { logger, metrics } = openTelemetry(name);
  return {
    gateway: new ApiGatewayGateway(settings.WEBSOCKET_CALLBACK_URL, (error) => {
      logger.error("post failed", { error: error instanceof Error ? error : undefined });
    }),
    slow: new SlowSockets(),
    meter: {
      count: (outcome, posts) => {
        metrics.addMetric(`Posts.${outcome}`, MetricUnit.Count, posts);
      },
    },
  };
}
