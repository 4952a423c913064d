import { AwsJsonClient, type AwsJsonOptions } from "../aws/json-client.ts";

/** What a value of an item is told apart by; Parley keeps texts and numbers. */
export interface AttributeValue {
  readonly S?: string;
  readonly N?: string;
}

export type Item = Record<string, AttributeValue>;

/** Source: "Amazon DynamoDB API reference". */
export interface QueryInput {
  readonly IndexName?: string;
  readonly KeyConditionExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Readonly<Item>;
  readonly ConsistentRead?: boolean;
}

export type WriteRequest =
  | { readonly PutRequest: { readonly Item: Item } }
  | { readonly DeleteRequest: { readonly Key: Item } };

export function createDynamo(options: AwsJsonOptions = {}): AwsJsonClient {
  return new AwsJsonClient({ name: "dynamodb", version: "DynamoDB_20120810" }, options);
}
