import type { Cloud } from "@parley/local/cloud";
import type { FunctionName } from "@parley/topology";

/** How often a function has run since the cloud started, by its own metrics. */
export async function countCalls({ pageUrl }: Pick<Cloud, "pageUrl">, name: FunctionName): Promise<number> {
  const metrics = await (await fetch(`${pageUrl}/_local/metrics`)).text();
  return Number(
    new RegExp(`^parley_calls_total\\{service="${name}".*\\} (\\d+)$`, "m").exec(metrics)?.[1] ?? 0,
  );
}
