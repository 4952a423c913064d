import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { callSqs } from "./call-sqs.ts";
import type { QueueSender } from "./sqs-client.ts";

/** What sends by way of a client, which has its own retries. */
export function openSender(client: SQSClient): QueueSender {
  return async (input) => {
    await callSqs(() => client.send(new SendMessageCommand(input)));
  };
}

/** A client that fails fast: a Lambda has seconds, not minutes. Its address comes from the environment. */
export function openSqsSender(): QueueSender {
  const client = new SQSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 },
  });
  return openSender(client);
}
