import { connectionsTable } from "@parley/topology";
import { describe, expect, it } from "vitest";
import { tableRule } from "./stores.ts";
import { changed, graphOf, resource, settings } from "./testing/small-graph.ts";

const { partitionKey, sortKey, ttlAttribute, indexes } = connectionsTable;
const graph = graphOf([
  resource("aws:dynamodb/table:Table", "Connections", {
    hashKey: partitionKey,
    rangeKey: sortKey,
    ttl: { attributeName: ttlAttribute, enabled: true },
    globalSecondaryIndexes: Object.entries(indexes).map(([name, index]) => ({
      name,
      hashKey: index.partitionKey,
      rangeKey: index.sortKey,
    })),
  }),
]);
const findingsWith = (inputs: Record<string, unknown>) =>
  tableRule({ graph: changed(graph, () => true, inputs), settings });

describe("tableRule", () => {
  it("finds nothing in what the topology says", () => {
    expect(findingsWith({})).toEqual([]);
  });

  it.each([
    ["is missing", undefined],
    ["is turned off", { attributeName: ttlAttribute, enabled: false }],
    ["is on another attribute", { attributeName: "ttl", enabled: true }],
  ])("notices that the time to live %s", (_, ttl) => {
    expect(findingsWith({ ttl })).toEqual([expect.stringContaining("time to live")]);
  });

  it("notices an index that is missing, and another key", () => {
    expect(findingsWith({ globalSecondaryIndexes: [] })).toEqual([expect.stringContaining("indexes")]);
    expect(findingsWith({ hashKey: "id" })).toEqual([expect.stringContaining("keys")]);
  });
});
