import type {
  AttributeValue,
  QueryCommandInput,
  QueryCommandOutput,
  WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { loadOnce } from "../load-once.ts";

/** As much of DynamoDB as a store calls. @throws as `callDynamo`. */
export interface DynamoTable {
  put(item: Record<string, AttributeValue>): Promise<void>;
  query(
    input: Omit<QueryCommandInput, "TableName">,
  ): Promise<Pick<QueryCommandOutput, "Items" | "LastEvaluatedKey">>;
  /** Answers what was left unprocessed. */
  write(requests: readonly WriteRequest[]): Promise<WriteRequest[]>;
}

/** The table for a function that most often does without: the SDK is loaded with the first call. */
export function loadDynamoTable(name: string): () => Promise<DynamoTable> {
  return loadOnce(async () => (await import("./dynamodb-table.ts")).openDynamoTable(name));
}
