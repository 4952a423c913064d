/** The metrics behind the dashboard and the alarms, by the names that AWS and the functions publish under. */
import {
  type FunctionName,
  functions,
  metrics,
  type PermissionFacts,
  permissions,
  websocket,
} from "@parley/topology";
import { resourceName } from "../resource-name.ts";
import { type CloudWatch, cdk, cloudwatch, type Stack } from "./cdk.ts";
import { type OpsFacts, opsParameters } from "./describe-ops.ts";

export type Metric = CloudWatch.IMetric;
type Statistic = "Sum" | "Maximum" | "Average" | "p50" | "p99";

const functionNames = Object.keys(functions) as FunctionName[];

/** Which functions post frames: those that may. */
export const posters = functionNames.filter((name) =>
  (permissions[name] as readonly PermissionFacts[]).some(({ on }) => on === "sockets/POST"),
);

export type OpsMetrics = ReturnType<typeof createOpsMetrics>;

export function createOpsMetrics(stack: Stack, facts: OpsFacts) {
  const parameter = (id: string) => new cdk.CfnParameter(stack, id, { type: "String" }).valueAsString;
  const series = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => parameter(`${prefix}${index}`));
  const [websocketApiId, httpApiId, table, redisId] = opsParameters.map(parameter) as [
    string,
    string,
    string,
    string,
  ];
  const queueNames = series("Queue", facts.queues);
  const deadLetterNames = series("DeadLetters", facts.deadLetters);
  const natIds = series("NatInstance", facts.natInstances);
  const own = (name: string, service: FunctionName, statistic: Statistic, code?: string) => {
    const dimensions = { service, stage: facts.stage, ...(code !== undefined && { code }) };
    return metric(metrics.namespace, name, dimensions, statistic, code ?? service);
  };
  return {
    functionNames,
    own,
    lambda: (metricName: string, name: FunctionName, statistic: Statistic) =>
      metric("AWS/Lambda", metricName, { FunctionName: resourceName(facts.stage, name) }, statistic, name),
    websocket: (metricName: string, statistic: Statistic) =>
      metric("AWS/ApiGateway", metricName, { ApiId: websocketApiId, Stage: websocket.stage }, statistic),
    http: (metricName: string, statistic: Statistic) =>
      metric("AWS/ApiGateway", metricName, { ApiId: httpApiId }, statistic),
    table: (metricName: string) => metric("AWS/DynamoDB", metricName, { TableName: table }, "Sum"),
    queueAges: queueNames.map((QueueName) =>
      metric("AWS/SQS", "ApproximateAgeOfOldestMessage", { QueueName }, "Maximum"),
    ),
    deadLetters: deadLetterNames.map((QueueName) =>
      metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName }, "Maximum"),
    ),
    natChecks: natIds.map((InstanceId) => metric("AWS/EC2", "StatusCheckFailed", { InstanceId }, "Maximum")),
    bounceRate: metric("AWS/SES", "Reputation.BounceRate", {}, "Average"),
    /** For a graph: of every function one line. */
    eachFunction: (metricName: string, statistic: Statistic) => {
      const wanted = functionNames.map((name) => `"${resourceName(facts.stage, name)}"`).join(" OR ");
      const terms = `MetricName="${metricName}" FunctionName=(${wanted})`;
      return search("AWS/Lambda,FunctionName", terms, statistic);
    },
    /** For a graph: the sum over all functions. */
    ownSum: (metricName: string, code?: string) => {
      const [schema, term] = code === undefined ? ["", ""] : [",code", ` code="${code}"`];
      const terms = `MetricName="${metricName}" stage="${facts.stage}"${term}`;
      return search(`${metrics.namespace},service,stage${schema}`, terms, "Sum", code ?? metricName);
    },
    /** For a graph: of every node of Redis one line. */
    eachRedisNode: (metricName: string) => {
      const wanted = nodeSuffixes(facts).map((suffix) => `"${redisId}${suffix}"`);
      const terms = `MetricName="${metricName}" CacheClusterId=(${wanted.join(" OR ")})`;
      return search("AWS/ElastiCache,CacheClusterId", terms, "Maximum");
    },
    redisNodes: (metricName: string) =>
      nodeSuffixes(facts).map((suffix) =>
        metric(
          "AWS/ElastiCache",
          metricName,
          { CacheClusterId: `${redisId}${suffix}` },
          "Maximum",
          suffix.slice(1),
        ),
      ),
    redisServerless: (metricName: string, statistic: Statistic) =>
      metric("AWS/ElastiCache", metricName, { clusterId: redisId }, statistic),
  };
}

function metric(
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  statistic: Statistic,
  label?: string,
): Metric {
  return new cloudwatch.Metric({ namespace, metricName, dimensionsMap, statistic, ...(label && { label }) });
}

/**
 * All metrics that a search finds, for a graph: it follows as functions and nodes come and go, and takes a
 * fraction of the space that naming each would. Alarms cannot search.
 *
 * Source of the syntax: "CloudWatch search expression syntax", Amazon CloudWatch user guide.
 */
function search(schema: string, terms: string, statistic: Statistic, sumLabel?: string): Metric {
  const found = `SEARCH('{${schema}} ${terms}', '${statistic}')`;
  const summed = sumLabel !== undefined;
  return new cloudwatch.MathExpression({
    expression: summed ? `SUM(${found})` : found,
    label: sumLabel ?? "",
    usingMetrics: {},
  });
}

/** ElastiCache numbers the nodes of a replication group, and with cluster mode its shards before them. */
function nodeSuffixes({ cache }: OpsFacts): string[] {
  if (cache.kind === "serverless") return [];
  const nodes = numbered(1 + cache.replicasPerShard, 3);
  if (cache.shards === 0) return nodes;
  return numbered(cache.shards, 4).flatMap((shard) => nodes.map((node) => `${shard}${node}`));
}

function numbered(count: number, digits: number): string[] {
  return Array.from({ length: count }, (_, index) => `-${String(index + 1).padStart(digits, "0")}`);
}

/** One metric out of many: their sum or their greatest. */
export function combine(how: "SUM" | "MAX", many: readonly Metric[], label: string): Metric {
  const [first, ...others] = many;
  if (first !== undefined && others.length === 0) return first;
  // Ids must begin with a lower-case letter and be unique in a widget.
  const prefix = `m${label.replaceAll(/[^a-zA-Z]/g, "")}`;
  const usingMetrics = Object.fromEntries(many.map((one, index) => [`${prefix}${index}`, one]));
  return new cloudwatch.MathExpression({
    expression: `${how}([${Object.keys(usingMetrics).join(", ")}])`,
    usingMetrics,
    label,
  });
}
