import { MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Telemetry } from "../../edge/telemetry.ts";

/**
 * Runs what follows from an account call without letting it decide the answer: a mail that fails only for
 * addresses that have an account would tell which ones do. A failure is logged and counted.
 */
export async function handOver(
  { logger, metrics }: Telemetry,
  what: string,
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    logger.error("not handed over", { what, error: error instanceof Error ? error : undefined });
    metrics.addMetric("HandOverFailures", MetricUnit.Count, 1);
  }
}
