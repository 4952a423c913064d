import {
  type FunctionName,
  type PermissionFacts,
  type PermissionTarget,
  permissions,
  websocket,
} from "@parley/topology";
import { type GraphResource, ofType, theOne } from "../graph/graph.ts";
import { account, region } from "../graph/mock-cloud.ts";
import { functionNames, lambdaOf } from "./functions.ts";
import { findQueue, queueArn } from "./queues.ts";
import { expectSame, type Rule, type RuleInput, textAt, valueAt } from "./rule.ts";

export interface Statement {
  readonly effect?: string;
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
  readonly conditions?: unknown;
}

/** What AWS grants on no resource finer than "*", so that a wildcard there is no finding. */
const withoutResource = new Set([
  "ec2:CreateNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
]);

/** What `sst dev` needs of a function that runs on a developer's machine, beside what it may do itself. */
const bridgeActions = new Set(["appsync:*", "s3:*"]);

/** Each function may do what the topology lists for it, and nothing else; nothing is granted by a wildcard. */
export const permissionsRule: Rule = (input) => {
  const { graph } = input;
  const roles = ofType(graph, "aws:iam/role:Role");
  return [
    ...functionNames.flatMap((name) => compareRole(input, name)),
    ...roles.flatMap((role) =>
      statementsOf(role).flatMap((one) => findWildcards(role.name, one, graph.live)),
    ),
  ];
};

function compareRole(input: RuleInput, name: FunctionName): string[] {
  const { graph, settings } = input;
  const lambda = lambdaOf(input, name);
  const role = ofType(graph, "aws:iam/role:Role").find((one) => roleArn(one) === textAt(lambda, "role"));
  if (role === undefined) return [`${name} has no role of its own.`];
  const traced = settings.tracing ? ["xray:PutTraceSegments", "xray:PutTelemetryRecords"] : [];
  const own = statementsOf(role).filter(({ effect, actions = [] }) => {
    return (
      effect !== "Deny" && !actions.some((action) => action.startsWith("ec2:") || bridgeActions.has(action))
    );
  });
  const granted = own.flatMap(({ actions = [], resources = [] }) =>
    actions.flatMap((action) => resources.map((resource) => `${action} on ${resource}`)),
  );
  const expected = [...expectedGrants(input, name), ...traced.map((action) => `${action} on *`)];
  return [
    ...expectSame(`${name} may`, granted.toSorted(), expected.toSorted()),
    ...expectSame(`${name}: policies that AWS manages`, valueAt(role, "managedPolicyArns") ?? [], []),
    ...(graph.live ? [] : expectSame(`${name} is assumed by`, principalsOf(role), ["lambda.amazonaws.com"])),
    ...checkNetworkGuard(role, name),
  ];
}

/** `action on resource`, for everything that the topology lists and the function's own log. */
export function expectedGrants(input: RuleInput, name: FunctionName): string[] {
  const { graph } = input;
  const log = textAt(lambdaOf(input, name), "loggingConfig", "logGroup");
  const facts: readonly PermissionFacts[] = permissions[name];
  const logArn = `arn:aws:logs:${region}:${account}:log-group:${log}:*`;
  return [
    `logs:CreateLogStream on ${logArn}`,
    `logs:PutLogEvents on ${logArn}`,
    ...facts.flatMap(({ actions, on }) =>
      targetArns(graph, on).flatMap((arn) => actions.map((action) => `${action} on ${arn}`)),
    ),
  ];
}

function targetArns(graph: RuleInput["graph"], target: PermissionTarget): string[] {
  if (target === "mail") {
    const identity = theOne(graph, "aws:sesv2/emailIdentity:EmailIdentity");
    const set = theOne(graph, "aws:sesv2/configurationSet:ConfigurationSet");
    return [identity, set].map(({ name }) => `arn:aws:sesv2:${region}:${account}:${name}-id`);
  }
  const [kind, part = ""] = target.split("/");
  if (kind === "sockets") {
    const api = ofType(graph, "aws:apigatewayv2/api:Api").find(
      (one) => textAt(one, "protocolType") === "WEBSOCKET",
    );
    const id = api === undefined ? "" : textAt(api, "name").toLowerCase();
    return [`arn:aws:execute-api:${region}:${account}:${id}/${websocket.stage}/${part}/@connections/*`];
  }
  if (kind === "queues") return [queueArn(findQueue(graph, part))];
  const table = textAt(theOne(graph, "aws:dynamodb/table:Table"), "name");
  return [`arn:aws:dynamodb:${region}:${account}:table/${table}${part === "" ? "" : `/index/${part}`}`];
}

/** A function in the network must not be able to manage interfaces itself. */
function checkNetworkGuard(role: GraphResource, name: FunctionName): string[] {
  const ofNetwork = statementsOf(role).filter(({ actions = [] }) =>
    actions.some((one) => one.startsWith("ec2:")),
  );
  if (ofNetwork.length === 0) return [];
  const denied = ofNetwork.some(({ effect, conditions }) => effect === "Deny" && conditions !== undefined);
  return denied ? [] : [`${name}: its own code may manage network interfaces.`];
}

function findWildcards(
  role: string,
  { effect, actions = [], resources = [] }: Statement,
  live: boolean,
): string[] {
  if (effect === "Deny") return [];
  return actions.flatMap((action) => {
    if (live && bridgeActions.has(action)) return [];
    if (action.includes("*")) return [`${role} grants ${action}.`];
    const all = resources.some((resource) => resource === "*");
    return all && !withoutResource.has(action) ? [`${role} grants ${action} on everything.`] : [];
  });
}

function statementsOf(role: GraphResource): Statement[] {
  const inline = (valueAt(role, "inlinePolicies") ?? []) as { policy: unknown }[];
  return inline.flatMap(({ policy }) => {
    const parsed = (typeof policy === "string" ? JSON.parse(policy) : policy) as { statements?: Statement[] };
    return parsed.statements ?? [];
  });
}

function principalsOf(role: GraphResource): string[] {
  const policy = valueAt(role, "assumeRolePolicy");
  const parsed = (typeof policy === "string" ? JSON.parse(policy) : policy) as {
    Statement?: { Principal?: Record<string, string> }[];
    statements?: { principals?: { identifiers: string[] }[] }[];
  };
  return [
    ...(parsed.Statement ?? []).flatMap(({ Principal = {} }) => Object.values(Principal)),
    ...(parsed.statements ?? []).flatMap(({ principals = [] }) =>
      principals.flatMap((one) => one.identifiers),
    ),
  ];
}

function roleArn(role: GraphResource): string {
  return `arn:aws:iam::${account}:role/${textAt(role, "name")}`;
}
