import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import type { FunctionName } from "@parley/topology";
import { readConfig } from "./config.ts";
import { ParleyLogFormatter } from "./log-formatter.ts";

/** Where a function's lines and numbers go: one of each per sandbox. */
export interface Telemetry {
  readonly logger: Logger;
  /** Embedded metric format, namespace Parley, dimensions `service` (the function) and `stage`. */
  readonly metrics: Metrics;
}

const metricsNamespace = "Parley";
const opened = new Map<FunctionName, Telemetry>();

/** The logger and the metrics of a function; the same pair whenever it is asked for. */
export function openTelemetry(name: FunctionName): Telemetry {
  const known = opened.get(name) ?? createTelemetry(name);
  opened.set(name, known);
  return known;
}

function createTelemetry(name: FunctionName): Telemetry {
  const config = readConfig(name);
  const logger = new Logger({
    serviceName: name,
    logLevel: config.LOG_LEVEL,
    logFormatter: new ParleyLogFormatter(),
    persistentKeys: { stage: config.STAGE },
  });
  const metrics = new Metrics({
    namespace: metricsNamespace,
    serviceName: name,
    defaultDimensions: { stage: config.STAGE },
  });
  return { logger, metrics };
}
