import {
  type FunctionFacts,
  type FunctionName,
  functions,
  reservedConcurrency,
  runtime,
} from "@parley/topology";
import { resourceName } from "../../../../../infra/resource-name.ts";
import { type GraphResource, ofType } from "../graph/graph.ts";
import { expectSame, expectSameSet, type Rule, type RuleInput, textAt, valueAt } from "./rule.ts";

export const functionNames = Object.keys(functions) as FunctionName[];

/** The Lambda function of a name. @throws {Error} when there is none. */
export function lambdaOf({ graph, settings }: RuleInput, name: FunctionName): GraphResource {
  const wanted = resourceName(settings.stage, name);
  const found = ofType(graph, "aws:lambda/function:Function").find((one) => textAt(one, "name") === wanted);
  if (found === undefined) throw new Error(`There is no function ${wanted}.`);
  return found;
}

/** A function's own settings, without what SST adds. */
export function environmentOf(lambda: GraphResource): Record<string, string> {
  const all = (valueAt(lambda, "environment", "variables") ?? {}) as Record<string, string>;
  return Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith("SST_")));
}

/** The functions are those of the topology, with its timeouts, memory, settings and bounds. */
export const functionsRule: Rule = (input) => {
  const { graph, settings } = input;
  const lambdas = ofType(graph, "aws:lambda/function:Function");
  const names = lambdas.map((lambda) => textAt(lambda, "name"));
  const findings = expectSameSet(
    "The list of functions",
    names,
    functionNames.map((name) => resourceName(settings.stage, name)),
  );
  if (findings.length > 0) return findings;
  return [
    ...expectSameSet(
      "The list of handlers",
      graph.builds.map(({ handler }) => handler),
      Object.values(functions).map(({ handler }) => handler),
    ),
    ...functionNames.flatMap((name) => compareOne(input, name)),
  ];
};

function compareOne(input: RuleInput, name: FunctionName): string[] {
  const { graph, settings } = input;
  const lambda = lambdaOf(input, name);
  const facts: FunctionFacts = functions[name];
  const same = (what: string, found: unknown, expected: unknown) =>
    expectSame(`${name}: ${what}`, found, expected);
  const reserved = settings.reserveConcurrency ? reservedConcurrency[name] : undefined;
  const logs = ofType(graph, "aws:cloudwatch/logGroup:LogGroup").find(
    (group) => textAt(group, "name") === textAt(lambda, "loggingConfig", "logGroup"),
  );
  return [
    ...same("the timeout in seconds", valueAt(lambda, "timeout"), facts.timeoutMs / 1000),
    ...same("the memory in MB", valueAt(lambda, "memorySize"), facts.memoryMb),
    // SST replaces code and processor by its bridge while `sst dev` runs.
    ...(graph.live ? [] : same("the runtime", valueAt(lambda, "runtime"), runtime.name)),
    ...(graph.live ? [] : same("the processor", valueAt(lambda, "architectures"), [runtime.architecture])),
    ...expectSameSet(`${name}: the settings`, Object.keys(environmentOf(lambda)), facts.environment),
    ...same("the reserved concurrency", valueAt(lambda, "reservedConcurrentExecutions"), reserved),
    ...same("being in the network", valueAt(lambda, "vpcConfig") !== undefined, inNetwork(input, facts)),
    ...same("tracing", valueAt(lambda, "tracingConfig", "mode"), settings.tracing ? "Active" : "PassThrough"),
    ...same("keeping its log for some time", Number(logs?.inputs["retentionInDays"] ?? 0) > 0, true),
  ];
}

function inNetwork({ graph, settings }: RuleInput, facts: FunctionFacts): boolean {
  const ownProxy = settings.database.kind === "url" && settings.database.wsProxy !== undefined;
  const needed =
    facts.environment.includes("REDIS_URL") || (ownProxy && facts.environment.includes("DATABASE_URL"));
  return needed && !graph.live;
}
