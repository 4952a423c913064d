/** The dashboard: what people notice first, then what is behind it. */
import { metrics } from "@parley/topology";
import { resourceName } from "../resource-name.ts";
import { type CloudWatch, cdk, cloudwatch, type Stack } from "./cdk.ts";
import type { OpsFacts } from "./describe-ops.ts";
import { combine, type Metric, type OpsMetrics, posters } from "./ops-metrics.ts";

const widthOfDashboard = 24;
const widgetsPerRow = 3;

export function buildDashboard(
  stack: Stack,
  facts: OpsFacts,
  ops: OpsMetrics,
  alarms: readonly CloudWatch.IAlarm[],
): void {
  const dashboard = new cloudwatch.Dashboard(stack, "Dashboard", {
    dashboardName: resourceName(facts.stage, "chat"),
    defaultInterval: cdk.Duration.hours(3),
  });
  dashboard.addWidgets(
    new cloudwatch.AlarmStatusWidget({
      title: "Alarms",
      alarms: [...alarms],
      width: widthOfDashboard,
      height: 3,
    }),
  );
  const widgets = [...trafficWidgets(ops), ...troubleWidgets(ops), ...storeWidgets(ops, facts)];
  for (let at = 0; at < widgets.length; at += widgetsPerRow) {
    dashboard.addWidgets(...widgets.slice(at, at + widgetsPerRow));
  }
}

function graph(title: string, left: readonly Metric[], right: readonly Metric[] = []): CloudWatch.IWidget {
  return new cloudwatch.GraphWidget({
    title,
    left: [...left],
    right: [...right],
    width: widthOfDashboard / widgetsPerRow,
    height: 6,
    period: cdk.Duration.minutes(1),
  });
}

function trafficWidgets(ops: OpsMetrics): CloudWatch.IWidget[] {
  const posts = (name: string) =>
    combine(
      "SUM",
      posters.map((fn) => ops.own(name, fn, "Sum")),
      name,
    );
  return [
    graph("Connections opened and closed", [
      ops.own(metrics.calls, "connect", "Sum"),
      ops.own(metrics.calls, "disconnect", "Sum"),
    ]),
    graph("Frames in", [ops.websocket("MessageCount", "Sum"), ops.own(metrics.calls, "message", "Sum")]),
    graph("Frames out", [
      posts(metrics.posts.delivered),
      posts(metrics.posts.gone),
      posts(metrics.posts.busy),
    ]),
    graph("Frame to answer (ms)", [
      ops.own(metrics.durationMs, "message", "p50"),
      ops.own(metrics.durationMs, "message", "p99"),
    ]),
    graph("Commit and delivery (ms, p99)", [
      ops.own(metrics.commitMs, "message", "p99"),
      ops.own(metrics.deliveryMs, "message", "p99"),
    ]),
    graph("HTTP", [ops.http("Count", "Sum")], [ops.http("Latency", "p99")]),
  ];
}

function troubleWidgets(ops: OpsMetrics): CloudWatch.IWidget[] {
  const refusals = (code: string) =>
    combine(
      "SUM",
      ops.functionNames.map((fn) => ops.own(metrics.refusals, fn, "Sum", code)),
      code,
    );
  const each = (name: string) => ops.functionNames.map((fn) => ops.lambda(name, fn, "Sum"));
  return [
    graph("Refused: too fast, not signed in, not allowed", [
      refusals("rate_limited"),
      refusals("unauthenticated"),
      refusals("forbidden"),
    ]),
    graph("Refused: our fault", [refusals("unavailable"), refusals("internal")]),
    graph("Posts gone and failed", [
      combine(
        "SUM",
        posters.map((fn) => ops.own(metrics.posts.gone, fn, "Sum")),
        "gone",
      ),
      combine(
        "SUM",
        posters.map((fn) => ops.own(metrics.posts.failed, fn, "Sum")),
        "failed",
      ),
    ]),
    graph("Function errors", each("Errors")),
    graph("Function throttles", each("Throttles")),
    graph(
      "Concurrent sandboxes",
      ops.functionNames.map((fn) => ops.lambda("ConcurrentExecutions", fn, "Maximum")),
    ),
  ];
}

function storeWidgets(ops: OpsMetrics, { cache }: OpsFacts): CloudWatch.IWidget[] {
  const nodes = cache.kind === "nodes";
  return [
    graph(
      "Redis memory",
      nodes
        ? ops.redisNodes("DatabaseMemoryUsagePercentage")
        : [ops.redisServerless("BytesUsedForCache", "Maximum")],
      nodes ? ops.redisNodes("Evictions") : [ops.redisServerless("Evictions", "Sum")],
    ),
    graph(
      "Redis processor and connections",
      nodes
        ? ops.redisNodes("EngineCPUUtilization")
        : [ops.redisServerless("ElastiCacheProcessingUnits", "Sum")],
      nodes ? ops.redisNodes("CurrConnections") : [ops.redisServerless("CurrConnections", "Maximum")],
    ),
    graph(
      "Postgres, as its callers see it",
      [ops.own(metrics.commitMs, "message", "p50"), ops.own(metrics.commitMs, "message", "p99")],
      [ops.own(metrics.refusals, "message", "Sum", "unavailable")],
    ),
    graph("Queue: age of the oldest (s), dead letters", ops.queueAges, ops.deadLetters),
    graph(
      "Table of connections",
      [ops.table("ConsumedWriteCapacityUnits"), ops.table("ConsumedReadCapacityUnits")],
      [ops.table("WriteThrottleEvents"), ops.table("ReadThrottleEvents")],
    ),
    graph("NAT checks failed", ops.natChecks, [ops.bounceRate]),
  ];
}
