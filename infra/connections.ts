/** The DynamoDB table of connections, as `topology/connections-table` has it. */
import { connectionsTable } from "@parley/topology";

export function createConnections(): sst.aws.Dynamo {
  const { partitionKey, sortKey, ttlAttribute, indexes } = connectionsTable;
  const keys = [partitionKey, sortKey, ...Object.values(indexes).flatMap(Object.values<string>)];
  return new sst.aws.Dynamo("Connections", {
    fields: Object.fromEntries(keys.map((key) => [key, "string" as const])),
    primaryIndex: { hashKey: partitionKey, rangeKey: sortKey },
    globalIndexes: Object.fromEntries(
      Object.entries(indexes).map(([name, index]) => [
        name,
        { hashKey: index.partitionKey, rangeKey: index.sortKey },
      ]),
    ),
    ttl: ttlAttribute,
    transform: {
      table: (args) => {
        // Connections end within two hours: there is nothing to go back to.
        args.pointInTimeRecovery = { enabled: false };
      },
    },
  });
}
