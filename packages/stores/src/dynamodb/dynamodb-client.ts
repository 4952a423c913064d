import { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** A client that fails fast: a Lambda has seconds, not minutes. Its address comes from the environment. */
export function createDynamo(): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 },
  });
}
