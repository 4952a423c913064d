import { MetricUnit } from "@aws-lambda-powertools/metrics";
import type { MiddlewareObj, Request } from "@middy/core";
import type { EdgeContext } from "../invocation.ts";

/** Counts the call, its duration and its refusal by code, and writes everything out once per invocation. */
export function publishMetrics<E>(): MiddlewareObj<E, unknown, Error, EdgeContext> {
  const publish = ({ context }: Request<E, unknown, Error, EdgeContext>) => {
    const { metrics, access, startedAtMs } = context.edge;
    metrics.captureColdStartMetric();
    metrics.addMetric("Calls", MetricUnit.Count, 1);
    metrics.addMetric("DurationMs", MetricUnit.Milliseconds, Date.now() - startedAtMs);
    metrics.publishStoredMetrics();
    if (access.code === undefined) return;
    const refusal = metrics.singleMetric();
    refusal.addDimension("code", access.code);
    refusal.addMetric("Refusals", MetricUnit.Count, 1);
  };
  return { after: publish, onError: publish };
}
