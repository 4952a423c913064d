/** Creates the table of connections as the topology describes it. */
import { connectionsTable } from "@parley/topology";

export const connectionsTableName = "parley-local-connections";

/**
 * Creates the table in the DynamoDB at `url`, unless it is there from an earlier start.
 *
 * @throws {Error} with DynamoDB's own answer, when it refuses.
 */
export async function createConnectionsTable(url: string): Promise<void> {
  const { partitionKey, sortKey, indexes } = connectionsTable;
  const keys = [{ partitionKey, sortKey }, ...Object.values(indexes)];
  const attributes = new Set(keys.flatMap((key) => [key.partitionKey, key.sortKey]));
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.CreateTable",
      "x-amz-date": "20000101T000000Z",
      // Dynalite wants an authorization of the right form and does not verify it.
      authorization:
        "AWS4-HMAC-SHA256 Credential=local/20000101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: JSON.stringify({
      TableName: connectionsTableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [...attributes].map((name) => ({ AttributeName: name, AttributeType: "S" })),
      KeySchema: describeKey({ partitionKey, sortKey }),
      GlobalSecondaryIndexes: Object.entries(indexes).map(([name, key]) => ({
        IndexName: name,
        KeySchema: describeKey(key),
        Projection: { ProjectionType: "ALL" },
      })),
    }),
  });
  if (answer.ok) return;
  const text = await answer.text();
  if (!text.includes("ResourceInUseException")) throw new Error(`The table of connections failed: ${text}`);
}

function describeKey(key: { readonly partitionKey: string; readonly sortKey: string }) {
  return [
    { AttributeName: key.partitionKey, KeyType: "HASH" },
    { AttributeName: key.sortKey, KeyType: "RANGE" },
  ];
}
