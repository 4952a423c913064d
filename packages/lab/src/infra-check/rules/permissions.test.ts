import { type FunctionName, functions } from "@parley/topology";
import { describe, expect, it } from "vitest";
import { resourceName } from "../../../../../infra/resource-name.ts";
import { account } from "../graph/mock-cloud.ts";
import { expectedGrants, permissionsRule, type Statement } from "./permissions.ts";
import { graphOf, resource, settings, stage } from "./testing/small-graph.ts";

const names = Object.keys(functions) as FunctionName[];
const lambda = "lambda.amazonaws.com";
const things = [
  resource("aws:sesv2/emailIdentity:EmailIdentity", "Mail", {}),
  resource("aws:sesv2/configurationSet:ConfigurationSet", "Config", {}),
  resource("aws:apigatewayv2/api:Api", "Websocket", { protocolType: "WEBSOCKET", name: "Websocket" }),
  resource("aws:dynamodb/table:Table", "Connections", { name: "connections" }),
  resource("aws:sqs/queue:Queue", "DeliveriesQueueQueue", { name: "deliveries.fifo" }),
  resource("aws:sqs/queue:Queue", "DrainsQueueQueue", { name: "drains" }),
  resource("aws:sqs/queue:Queue", "HooksQueueQueue", { name: "hooks" }),
  ...names.map((name) =>
    resource("aws:lambda/function:Function", name, {
      name: resourceName(stage, name),
      role: `arn:aws:iam::${account}:role/${name}`,
      loggingConfig: { logGroup: `/aws/lambda/${name}` },
    }),
  ),
];

function roleOf(name: FunctionName, statements: readonly Statement[], principal = lambda) {
  return resource("aws:iam/role:Role", name, {
    name,
    assumeRolePolicy: { Statement: [{ Principal: { Service: principal } }] },
    inlinePolicies: [{ name: "inline", policy: JSON.stringify({ statements }) }],
  });
}

function rightStatements(name: FunctionName): Statement[] {
  return expectedGrants({ graph: graphOf(things), settings }, name).map((grant) => {
    const [action = "", target = ""] = grant.split(" on ");
    return { effect: "Allow", actions: [action], resources: [target] };
  });
}

/** Findings when the sweep's role has these statements, and the others' are right. */
function findingsWith(statements: readonly Statement[], principal?: string): readonly string[] {
  const roles = names.map((name) =>
    name === "sweep" ? roleOf(name, statements, principal) : roleOf(name, rightStatements(name)),
  );
  return permissionsRule({ graph: graphOf([...things, ...roles]), settings });
}

describe("permissionsRule", () => {
  const right = rightStatements("sweep");

  it("[SEC22] finds nothing in what the topology lists", () => {
    expect(findingsWith(right)).toEqual([]);
  });

  it("[SEC22] notices each permission that is missing", () => {
    for (const taken of right) {
      const findings = findingsWith(right.filter((one) => one !== taken));
      expect(findings).toEqual([expect.stringContaining("sweep may")]);
    }
  });

  it("[SEC22] notices what is granted beside them", () => {
    const more = { effect: "Allow", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::x/y"] };
    expect(findingsWith([...right, more])).toEqual([expect.stringContaining("sweep may")]);
  });

  it.each([
    { actions: ["dynamodb:*"], resources: ["arn:aws:dynamodb:us-east-1:1:table/x"] },
    { actions: ["dynamodb:PutItem"], resources: ["*"] },
    { actions: ["*"], resources: ["*"] },
  ])("[SEC22] notices the wildcard in $actions on $resources", (statement) => {
    expect(findingsWith([...right, statement])).toContainEqual(expect.stringMatching(/^sweep grants/));
  });

  it("[SEC22] notices a function that could manage network interfaces itself", () => {
    const open = { effect: "Allow", actions: ["ec2:CreateNetworkInterface"], resources: ["*"] };
    expect(findingsWith([...right, open])).toEqual([expect.stringContaining("network interfaces")]);
    const denied = { ...open, effect: "Deny", conditions: [{ variable: "lambda:SourceFunctionArn" }] };
    expect(findingsWith([...right, open, denied])).toEqual([]);
  });

  it("[SEC22] notices a role that others than Lambda may assume", () => {
    expect(findingsWith(right, `arn:aws:iam::${account}:root`)).toEqual([
      expect.stringContaining("assumed by"),
    ]);
  });
});
