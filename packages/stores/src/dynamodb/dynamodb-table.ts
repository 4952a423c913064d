import {
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { callDynamo } from "./call-dynamo.ts";
import type { DynamoTable } from "./dynamodb-client.ts";

/** A table by way of a client; each call has the client's own retries. */
export function openTable(client: DynamoDBClient, name: string): DynamoTable {
  return {
    put: async (item) => {
      await callDynamo(() => client.send(new PutItemCommand({ TableName: name, Item: item })));
    },
    query: (input) => callDynamo(() => client.send(new QueryCommand({ TableName: name, ...input }))),
    write: async (requests) => {
      const command = new BatchWriteItemCommand({ RequestItems: { [name]: [...requests] } });
      const answer = await callDynamo(() => client.send(command));
      return answer.UnprocessedItems?.[name] ?? [];
    },
  };
}

/** A client that fails fast: a Lambda has seconds, not minutes. Its address comes from the environment. */
export function openDynamoTable(name: string): DynamoTable {
  const client = new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 },
  });
  return openTable(client, name);
}
