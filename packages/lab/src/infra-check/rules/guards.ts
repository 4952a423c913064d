import {
  type AlarmName,
  alarms,
  type FunctionFacts,
  type FunctionName,
  functions,
  stages,
} from "@parley/topology";
import { resourceName } from "../../../../../infra/resource-name.ts";
import { ofType, theOne } from "../graph/graph.ts";
import { functionNames, lambdaOf } from "./functions.ts";
import { expectSame, type Rule, textAt } from "./rule.ts";

/** What holds people's words. */
const dataTypes = ["neon:index/project:Project", "neon:index/branch:Branch", "neon:index/database:Database"];
/** Source: "CloudFormation quotas", AWS CloudFormation user guide. */
const templateBytesMax = 51_200;

/** A guarded stage cannot be removed, and keeps its data whatever else is. */
export const guardRule: Rule = ({ graph, settings }) => {
  const { guarded } = stages[settings.stage in stages ? (settings.stage as keyof typeof stages) : "dev"];
  return [
    ...expectSame("Protection of the stage", graph.app["protect"], guarded),
    ...expectSame("What happens on removal", graph.app["removal"], guarded ? "retain" : "remove"),
    ...dataTypes.flatMap((type) =>
      ofType(graph, type).flatMap((one) => expectSame(`${one.name} is kept`, one.retainOnDelete, guarded)),
    ),
  ];
};

/** No function that uses the database is updated before the migration has run. */
export const migrationRule: Rule = (input) => {
  const { graph } = input;
  const runs = ofType(graph, "aws:lambda/invocation:Invocation");
  if (graph.live) return expectSame("Migrations run", runs.length, 0);
  const run = theOne(graph, "aws:lambda/invocation:Invocation");
  const waiting = functionNames.filter((name) => name !== "migrate" && usesDatabase(name));
  return [
    ...expectSame(
      "What migrates",
      textAt(run, "functionName"),
      resourceName(input.settings.stage, "migrate"),
    ),
    ...waiting.flatMap((name) =>
      expectSame(
        `${name} waits for the migration`,
        lambdaOf(input, name).dependencies.includes(run.urn),
        true,
      ),
    ),
  ];
};

function usesDatabase(name: FunctionName): boolean {
  const facts: FunctionFacts = functions[name];
  return facts.environment.includes("DATABASE_URL");
}

/** Alarms without metric in some stages. */
const optional = new Set<AlarmName>(["nat-down"]);

/** The operations stack holds every alarm of the topology and fits into one request. */
export const opsRule: Rule = ({ graph, settings }) => {
  const stacks = ofType(graph, "aws:cloudformation/stack:Stack");
  if (graph.live) return expectSame("Operations stacks", stacks.length, 0);
  const stack = theOne(graph, "aws:cloudformation/stack:Stack");
  const body = textAt(stack, "templateBody");
  const template = JSON.parse(body) as {
    Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
    Parameters: Record<string, unknown>;
  };
  const found = Object.values(template.Resources).filter(({ Type }) => Type === "AWS::CloudWatch::Alarm");
  const names = new Set(found.map(({ Properties }) => Properties["AlarmName"]));
  const missing = (Object.keys(alarms) as AlarmName[]).filter(
    (name) =>
      !names.has(resourceName(settings.stage, name)) && !(optional.has(name) && settings.nat === "managed"),
  );
  const given = Object.keys((stack.inputs["parameters"] ?? {}) as object);
  return [
    ...expectSame("Alarms that are missing", missing, []),
    ...expectSame("The template fits into a request", Buffer.byteLength(body) <= templateBytesMax, true),
    ...expectSame("The template's parameters", given.toSorted(), Object.keys(template.Parameters).toSorted()),
    ...expectSame(
      "Budgets",
      ofType(graph, "aws:budgets/budget:Budget").length,
      settings.alarmEmail === undefined ? 0 : 1,
    ),
  ];
};
