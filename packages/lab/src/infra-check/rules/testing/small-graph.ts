/** Small graphs for the tests of the rules, made from the table of facts. */
import { readSettings, type Settings } from "../../../../../../infra/settings.ts";
import type { Graph, GraphResource } from "../../graph/graph.ts";

export const stage = "staging";

export const settings: Settings = readSettings({
  stage,
  live: false,
  variables: { PARLEY_MAIL_FROM: "chat@example.com" },
});

export function resource(type: string, name: string, inputs: Record<string, unknown>): GraphResource {
  return { type, name, urn: `urn:${name}`, inputs, protect: false, retainOnDelete: false, dependencies: [] };
}

export function graphOf(resources: readonly GraphResource[]): Graph {
  return { stage, live: false, resources, builds: [], app: {} };
}

/** The graph without the resources that a test takes away. */
export function without(graph: Graph, taken: (resource: GraphResource) => boolean): Graph {
  return { ...graph, resources: graph.resources.filter((one) => !taken(one)) };
}

/** The graph with other inputs in the resources that a test changes. */
export function changed(
  graph: Graph,
  chosen: (resource: GraphResource) => boolean,
  inputs: Record<string, unknown>,
): Graph {
  const change = (one: GraphResource) =>
    chosen(one) ? { ...one, inputs: { ...one.inputs, ...inputs } } : one;
  return { ...graph, resources: graph.resources.map(change) };
}
