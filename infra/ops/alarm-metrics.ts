/** Which metric each alarm of the topology watches. */
import { type AlarmName, cache, metrics, schedules } from "@parley/topology";
import { cloudwatch } from "./cdk.ts";
import type { OpsFacts } from "./describe-ops.ts";
import { combine, type Metric, type OpsMetrics, posters } from "./ops-metrics.ts";

/** Of each alarm its metric; undefined where the stage has nothing to watch. */
export type AlarmMetrics = Readonly<Record<AlarmName, Metric | undefined>>;

export function alarmMetrics(ops: OpsMetrics, facts: OpsFacts): AlarmMetrics {
  const overFunctions = (name: string) =>
    combine(
      "SUM",
      ops.functionNames.map((fn) => ops.lambda(name, fn, "Sum")),
      name,
    );
  const refusals = (code: string) =>
    combine(
      "SUM",
      ops.functionNames.map((fn) => ops.own(metrics.refusals, fn, "Sum", code)),
      code,
    );
  return {
    "function-errors": overFunctions("Errors"),
    "function-throttles": overFunctions("Throttles"),
    "internal-refusals": refusals("internal"),
    "unavailable-refusals": refusals("unavailable"),
    "slow-messages": ops.own(metrics.durationMs, "message", "p99"),
    "posts-failed": combine(
      "SUM",
      posters.map((fn) => ops.own(metrics.posts.failed, fn, "Sum")),
      "failed",
    ),
    "sweep-silent": ops.lambda("Invocations", schedules.sweep.function, "Sum"),
    "http-errors": ops.http("5xx", "Sum"),
    "websocket-errors": sum(ops.websocket("IntegrationError", "Sum"), ops.websocket("ExecutionError", "Sum")),
    "queue-late": max(ops.queueAges),
    "dead-letters": combine("SUM", ops.deadLetters, "dead letters"),
    "redis-memory": max(redisMemory(ops, facts)),
    "redis-cpu": max(redisCpu(ops, facts)),
    "table-throttles": sum(ops.table("ReadThrottleEvents"), ops.table("WriteThrottleEvents")),
    "nat-down": max(ops.natChecks),
    "mail-bounces": ops.bounceRate,
  };
}

function sum(...many: Metric[]): Metric {
  return combine("SUM", many, "sum");
}

function max(many: readonly Metric[]): Metric | undefined {
  return many.length === 0 ? undefined : combine("MAX", many, "highest");
}

const bytesPerGb = 1_000_000_000;

function redisMemory(ops: OpsMetrics, { cache: kind }: OpsFacts): Metric[] {
  if (kind.kind === "nodes") return ops.redisNodes("DatabaseMemoryUsagePercentage");
  const used = ops.redisServerless("BytesUsedForCache", "Maximum");
  return [percentOf(used, String(cache.serverless.storageGbMax * bytesPerGb))];
}

/** The serverless cache has no processor of its own to watch, but a limit of work per second. */
function redisCpu(ops: OpsMetrics, { cache: kind }: OpsFacts): Metric[] {
  if (kind.kind === "nodes") return ops.redisNodes("EngineCPUUtilization");
  const units = ops.redisServerless("ElastiCacheProcessingUnits", "Sum");
  return [percentOf(units, `(${cache.serverless.ecpuPerSecondMax} * PERIOD(used))`)];
}

function percentOf(used: Metric, limit: string): Metric {
  return new cloudwatch.MathExpression({
    expression: `100 * used / ${limit}`,
    usingMetrics: { used },
    label: "% of the limit",
  });
}
