/** A rule compares a graph with the table of facts and says, one sentence each, where they differ. */
import type { Settings } from "../../../../../infra/settings.ts";
import type { Graph, GraphResource } from "../graph/graph.ts";

export interface RuleInput {
  readonly graph: Graph;
  /** What the stage was asked to be. */
  readonly settings: Settings;
}

export type Rule = (input: RuleInput) => readonly string[];

/** What stands in a resource's inputs under a path; undefined where there is nothing. */
export function valueAt(
  resource: Pick<GraphResource, "inputs">,
  ...path: readonly (string | number)[]
): unknown {
  let value: unknown = resource.inputs;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

export function textAt(
  resource: Pick<GraphResource, "inputs">,
  ...path: readonly (string | number)[]
): string {
  const value = valueAt(resource, ...path);
  return typeof value === "string" ? value : "";
}

/** One finding when two values differ in JSON, none when they agree. */
export function expectSame(what: string, found: unknown, expected: unknown): string[] {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
  return one === other ? [] : [`${what} is ${one}, not ${other}.`];
}

export function expectSameSet(what: string, found: readonly string[], expected: readonly string[]): string[] {
  return expectSame(what, found.toSorted(), expected.toSorted());
}
