import { SQSClient } from "@aws-sdk/client-sqs";

/** A client that fails fast: a Lambda has seconds, not minutes. Its address comes from the environment. */
export function createSqs(): SQSClient {
  return new SQSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 },
  });
}
