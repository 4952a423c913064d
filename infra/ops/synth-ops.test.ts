import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type AlarmName, alarms, functions } from "@parley/topology";
import type * as Assertions from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { readSettings } from "../settings.ts";
import { describeOps } from "./describe-ops.ts";
import { synthOps, templateBytesMax } from "./synth-ops.ts";

const { Match, Template } = createRequire(import.meta.url)("aws-cdk-lib/assertions") as typeof Assertions;

const synth = async (variables: Record<string, string> = {}) => {
  const settings = readSettings({
    stage: "production",
    live: false,
    variables: { PARLEY_MAIL_FROM: "chat@example.com", PARLEY_ALARM_EMAIL: "ops@example.com", ...variables },
  });
  return synthOps(describeOps(settings, 4));
};
const names = Object.keys(alarms) as AlarmName[];

describe("the operations stack", () => {
  let body: object;
  let template: Assertions.Template;
  beforeAll(async () => {
    body = await synth();
    template = Template.fromJSON(body);
  }, 60_000);

  it.each(names)("rings %s over its threshold and periods, and tells somebody what to read", (name) => {
    const { threshold, periods, comparison } = alarms[name];
    const found = template.findResources("AWS::CloudWatch::Alarm", {
      Properties: {
        AlarmName: `parley-production-${name}`,
        AlarmDescription: Match.stringLikeRegexp(`docs/runbook.md#${name}$`),
        Threshold: threshold,
        EvaluationPeriods: periods,
        ComparisonOperator: comparison === "below" ? "LessThanThreshold" : "GreaterThanThreshold",
        TreatMissingData: comparison === "below" ? "breaching" : "notBreaching",
        AlarmActions: [{ Ref: Match.stringLikeRegexp("^Alarms") }],
        OKActions: [{ Ref: Match.stringLikeRegexp("^Alarms") }],
      },
    });
    expect(Object.keys(found)).toHaveLength(1);
  });

  it("judges each alarm over the period of its facts", () => {
    const found = template.findResources("AWS::CloudWatch::Alarm");
    for (const [name, { periodMs }] of Object.entries(alarms)) {
      const alarm = Object.values(found).find(
        (one) => one["Properties"].AlarmName === `parley-production-${name}`,
      );
      const periods = JSON.stringify(alarm).matchAll(/"Period":(\d+)/g);
      expect(new Set([...periods].map(([, seconds]) => Number(seconds)))).toEqual(new Set([periodMs / 1000]));
    }
  });

  it("has no alarm that the table of facts does not have", () => {
    expect(Object.keys(template.findResources("AWS::CloudWatch::Alarm"))).toHaveLength(names.length);
  });

  it("mails alarms to the operator, and lets no one publish without TLS", () => {
    const subscriptions = template.findResources("AWS::SNS::Subscription", {
      Properties: { Protocol: "email", Endpoint: "ops@example.com" },
    });
    const policies = template.findResources("AWS::SNS::TopicPolicy", {
      Properties: { PolicyDocument: { Statement: [{ Effect: "Deny", Action: "sns:Publish" }] } },
    });
    expect(Object.keys(subscriptions)).toHaveLength(1);
    expect(Object.keys(policies)).toHaveLength(1);
  });

  it("shows every function, and what people notice first", () => {
    const dashboard = JSON.stringify(template.findResources("AWS::CloudWatch::Dashboard"));
    for (const name of Object.keys(functions)) expect(dashboard).toContain(`parley-production-${name}`);
    for (const title of [
      "Connections opened",
      "Frames in",
      "Frames out",
      "Commit and delivery",
      "Redis memory",
      "Postgres",
      "Queue",
    ]) {
      expect(dashboard).toContain(title);
    }
  });

  it("fits into a request, with a cluster of nine nodes too", async () => {
    const large = await synth({ PARLEY_CACHE_SHARDS: "3", PARLEY_CACHE_REPLICAS: "2" });
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(templateBytesMax);
    expect(Buffer.byteLength(JSON.stringify(large))).toBeLessThan(templateBytesMax);
  });

  it("watches no NAT instance where AWS runs the gateways, and the limits of a serverless cache", async () => {
    const managed = Template.fromJSON(await synth({ PARLEY_NAT: "managed", PARLEY_CACHE: "serverless" }));
    managed.resourceCountIs("AWS::CloudWatch::Alarm", names.length - 1);
    expect(JSON.stringify(managed.toJSON())).toContain("ElastiCacheProcessingUnits");
  });
});

describe("the runbook", () => {
  it("has a section for every alarm, and for no other", async () => {
    const text = await readFile(new URL("../../docs/runbook.md", import.meta.url), "utf8");
    const sections = [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    const ofAlarms = sections.filter((title) => names.includes(title as AlarmName));
    expect(ofAlarms.toSorted()).toEqual(names.toSorted());
    expect(sections.filter((title) => /^[a-z]+-[a-z]+$/.test(title ?? "")).toSorted()).toEqual(
      names.toSorted(),
    );
  });
});
