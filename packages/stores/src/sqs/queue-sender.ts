import type { SendMessageBatchRequestEntry } from "@aws-sdk/client-sqs";

/** SQS takes 256 KiB a request where it takes least; the rest is for attributes. */
export const requestBytesMax = 250 * 1024;

export type QueueMessage = Omit<SendMessageBatchRequestEntry, "Id" | "MessageBody"> & {
  readonly MessageBody: string;
};

/**
 * Sends messages to a queue, in their order, as few requests as they fit into.
 *
 * @throws as `callSqs`; some may have been taken then.
 */
export type QueueSender = (queueUrl: string, messages: readonly QueueMessage[]) => Promise<void>;
