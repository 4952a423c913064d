import { AwsJsonClient, type AwsJsonOptions } from "../aws/json-client.ts";

export function createSqs(options: AwsJsonOptions = {}): AwsJsonClient {
  return new AwsJsonClient({ name: "sqs", version: "AmazonSQS" }, options);
}
