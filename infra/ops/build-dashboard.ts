/** The dashboard: what people notice first, then what is behind it. */
import { metrics } from "@parley/topology";
import { resourceName } from "../resource-name.ts";
import { type CloudWatch, cdk, cloudwatch, type Stack } from "./cdk.ts";
import type { OpsFacts } from "./describe-ops.ts";
import type { Metric, OpsMetrics } from "./ops-metrics.ts";

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
  const { posts } = metrics;
  return [
    graph("Connections opened and closed", [
      ops.own(metrics.calls, "connect", "Sum"),
      ops.own(metrics.calls, "disconnect", "Sum"),
    ]),
    graph("Frames in", [ops.websocket("MessageCount", "Sum"), ops.own(metrics.calls, "message", "Sum")]),
    graph("Frames out", [ops.ownSum(posts.delivered), ops.ownSum(posts.gone), ops.ownSum(posts.busy)]),
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
  const refused = (...codes: string[]) => codes.map((code) => ops.ownSum(metrics.refusals, code));
  return [
    graph(
      "Refused: too fast, not signed in, not allowed",
      refused("rate_limited", "unauthenticated", "forbidden"),
    ),
    graph("Refused: our fault", refused("unavailable", "internal")),
    graph("Posts gone and failed", [ops.ownSum(metrics.posts.gone), ops.ownSum(metrics.posts.failed)]),
    graph("Function errors", [ops.eachFunction("Errors", "Sum")]),
    graph("Function throttles", [ops.eachFunction("Throttles", "Sum")]),
    graph("Concurrent sandboxes", [ops.eachFunction("ConcurrentExecutions", "Maximum")]),
  ];
}

function storeWidgets(ops: OpsMetrics, facts: OpsFacts): CloudWatch.IWidget[] {
  return [
    ...redisWidgets(ops, facts),
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
    graph("NAT checks failed, mails bounced", ops.natChecks, [ops.bounceRate]),
  ];
}

function redisWidgets(ops: OpsMetrics, { cache }: OpsFacts): CloudWatch.IWidget[] {
  const [memory, work] = ["Redis memory", "Redis processor and connections"];
  if (cache.kind === "nodes") {
    const node = ops.eachRedisNode;
    return [
      graph(memory, [node("DatabaseMemoryUsagePercentage")], [node("Evictions")]),
      graph(work, [node("EngineCPUUtilization")], [node("CurrConnections")]),
    ];
  }
  const all = ops.redisServerless;
  return [
    graph(memory, [all("BytesUsedForCache", "Maximum")], [all("Evictions", "Sum")]),
    graph(work, [all("ElastiCacheProcessingUnits", "Sum")], [all("CurrConnections", "Maximum")]),
  ];
}
