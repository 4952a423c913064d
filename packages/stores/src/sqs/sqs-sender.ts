import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { ChatError } from "@parley/chat/chat-error";
import { callSqs } from "./call-sqs.ts";
import { type QueueMessage, type QueueSender, requestBytesMax } from "./queue-sender.ts";

/** SQS takes so many messages in a request. */
const batchMax = 10;

/** What sends by way of a client, which has its own retries. */
export function openSender(client: SQSClient): QueueSender {
  return async (QueueUrl, messages) => {
    // One after the other: SQS orders messages by their arrival.
    for (const batch of toBatches(messages)) {
      const Entries = batch.map((message, at) => ({ Id: String(at), ...message }));
      const { Failed = [] } = await callSqs(() =>
        client.send(new SendMessageBatchCommand({ QueueUrl, Entries })),
      );
      const [failure] = Failed;
      if (failure === undefined) continue;
      const cause = new Error(`${failure.Code}: ${failure.Message ?? ""}`);
      throw failure.SenderFault === true ? cause : new ChatError("unavailable", { cause });
    }
  };
}

function toBatches(messages: readonly QueueMessage[]): QueueMessage[][] {
  const batches: QueueMessage[][] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = Buffer.byteLength(message.MessageBody);
    const last = batches.at(-1);
    if (last !== undefined && last.length < batchMax && bytes + size <= requestBytesMax) {
      last.push(message);
      bytes += size;
    } else {
      batches.push([message]);
      bytes = size;
    }
  }
  return batches;
}

/** A client that fails fast: a Lambda has seconds, not minutes. Its address comes from the environment. */
export function openSqsSender(): QueueSender {
  const client = new SQSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 },
  });
  return openSender(client);
}
