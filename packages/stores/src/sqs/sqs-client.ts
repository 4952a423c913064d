import { loadOnce } from "../load-once.ts";
import type { QueueSender } from "./queue-sender.ts";

/** What sends to queues, which few calls do: the SDK is loaded with the first. */
export function createSqs(): QueueSender {
  const load = loadOnce(async () => (await import("./sqs-sender.ts")).openSqsSender());
  return async (queueUrl, messages) => (await load())(queueUrl, messages);
}
