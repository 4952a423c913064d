/** The operations stack: a topic, the alarms of the topology, a dashboard. */
import { type AlarmFacts, type AlarmName, alarms } from "@parley/topology";
import { resourceName } from "../resource-name.ts";
import { alarmMetrics } from "./alarm-metrics.ts";
import { buildDashboard } from "./build-dashboard.ts";
import { actions, type CloudWatch, cdk, cloudwatch, type Stack, sns, subscriptions } from "./cdk.ts";
import type { OpsFacts } from "./describe-ops.ts";
import { createOpsMetrics } from "./ops-metrics.ts";

export function buildOps(stack: Stack, facts: OpsFacts): void {
  const ops = createOpsMetrics(stack, facts);
  const topic = new sns.Topic(stack, "Alarms", {
    topicName: resourceName(facts.stage, "alarms"),
    displayName: `Parley ${facts.stage}`,
    enforceSSL: true,
  });
  if (facts.alarmEmail !== undefined) {
    topic.addSubscription(new subscriptions.EmailSubscription(facts.alarmEmail));
  }
  const watched = alarmMetrics(ops, facts);
  const created = (Object.entries(alarms) as [AlarmName, AlarmFacts][]).flatMap(([name, alarm]) => {
    const metric = watched[name];
    if (metric === undefined) return [];
    const action = new actions.SnsAction(topic);
    const one = createAlarm(stack, facts, { name, alarm, metric });
    one.addAlarmAction(action);
    one.addOkAction(action);
    return [one];
  });
  buildDashboard(stack, facts, ops, created);
}

interface AlarmInput {
  readonly name: AlarmName;
  readonly alarm: AlarmFacts;
  readonly metric: CloudWatch.IMetric;
}

function createAlarm(stack: Stack, facts: OpsFacts, { name, alarm, metric }: AlarmInput): CloudWatch.Alarm {
  const { GREATER_THAN_THRESHOLD, LESS_THAN_THRESHOLD } = cloudwatch.ComparisonOperator;
  const { BREACHING, NOT_BREACHING } = cloudwatch.TreatMissingData;
  const below = alarm.comparison === "below";
  return new cloudwatch.Alarm(stack, name, {
    alarmName: resourceName(facts.stage, name),
    alarmDescription: `${alarm.description} ${facts.runbookUrl}#${name}`,
    metric: withPeriod(metric, alarm.periodMs),
    threshold: alarm.threshold,
    comparisonOperator: below ? LESS_THAN_THRESHOLD : GREATER_THAN_THRESHOLD,
    evaluationPeriods: alarm.periods,
    // What should be there and is silent is broken; an error that nobody counted did not happen.
    treatMissingData: below ? BREACHING : NOT_BREACHING,
  });
}

function withPeriod(metric: CloudWatch.IMetric, periodMs: number): CloudWatch.IMetric {
  const period = cdk.Duration.millis(periodMs);
  if (metric instanceof cloudwatch.Metric || metric instanceof cloudwatch.MathExpression) {
    return metric.with({ period });
  }
  return metric;
}
