import type { SendMessageCommandInput } from "@aws-sdk/client-sqs";
import { loadOnce } from "../load-once.ts";

/** Sends a message to a queue. @throws as `callSqs`. */
export type QueueSender = (input: SendMessageCommandInput) => Promise<void>;

/** What sends to queues, which few calls do: the SDK is loaded with the first. */
export function createSqs(): QueueSender {
  const load = loadOnce(async () => (await import("./sqs-sender.ts")).openSqsSender());
  return async (input) => (await load())(input);
}
