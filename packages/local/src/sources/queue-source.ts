/**
 * Feeds queues to their consumers, as Lambda's event source mapping for SQS does.
 *
 * A batch is received, the consumer is invoked with it, and what did not fail is deleted. What failed
 * comes back when its visibility timeout has passed, and goes to the dead letters after as many receives
 * as the queue allows: both are SQS's own doing.
 *
 * Source: "Using Lambda with Amazon SQS", AWS Lambda developer guide.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type FunctionName, reservedConcurrency } from "@parley/topology";
import type { InvokeResult } from "../cloud-types.ts";
import { credentialsOf } from "../iam/principals.ts";
import { callSqs } from "../servers/call-sqs.ts";
import type { CreatedQueue } from "../servers/queues.ts";
import { account } from "../settings/settings.ts";
import { readBatchFailures } from "./batch-outcome.ts";

export interface QueueSourceDeps {
  readonly invoke: (name: FunctionName, event: unknown) => Promise<InvokeResult>;
  readonly onFailure: (line: string) => void;
  /** Whether messages are handed over twice, which SQS promises to do only seldom. */
  readonly repeats?: () => boolean;
}

/** A message as SQS hands it out. */
interface Received {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, ReceivedAttribute>>;
}

interface ReceivedAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** Batches at once when a queue begins to fill; the same source. */
const pollersMax = 5;
/** The longest poll that SQS knows. */
const waitSeconds = 20;
const retryMs = 1_000;
/** SQS deletes and hands out no more than ten messages in one call. */
const callMessagesMax = 10;

/** Starts feeding every queue that has a consumer. */
export function startQueueSources(deps: QueueSourceDeps, queues: readonly CreatedQueue[]): { stop(): void } {
  const stopped = new AbortController();
  for (const queue of queues) {
    const { consumer } = queue.facts;
    if (consumer === undefined) continue;
    const pollers = Math.min(pollersMax, reservedConcurrency[consumer]);
    for (let index = 0; index < pollers; index += 1) {
      void poll(deps, { queue, consumer, signal: stopped.signal });
    }
  }
  return { stop: () => stopped.abort() };
}

interface Feed {
  readonly queue: CreatedQueue;
  readonly consumer: FunctionName;
  readonly signal: AbortSignal;
}

async function poll(deps: QueueSourceDeps, feed: Feed): Promise<void> {
  while (!feed.signal.aborted) {
    try {
      const batch = await receive(feed);
      if (batch.length > 0) await handle(deps, feed, batch);
    } catch (error) {
      if (feed.signal.aborted) return;
      deps.onFailure(`${feed.queue.name} cannot be read: ${error instanceof Error ? error.message : error}`);
      await sleep(retryMs, undefined, { signal: feed.signal }).catch(() => {});
    }
  }
}

async function receive(feed: Feed): Promise<readonly Received[]> {
  const { queue, signal } = feed;
  const answer = await callQueue(feed, "ReceiveMessage", {
    signal,
    input: {
      MaxNumberOfMessages: Math.min(queue.facts.batchSizeMax, callMessagesMax),
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    },
  });
  return (answer as { readonly Messages?: readonly Received[] }).Messages ?? [];
}

async function handle(deps: QueueSourceDeps, feed: Feed, batch: readonly Received[]): Promise<void> {
  const { queue, consumer } = feed;
  const event = { Records: batch.map((message) => createRecord(message, queue.arn)) };
  if (deps.repeats?.() === true) await deps.invoke(consumer, event);
  const result = await deps.invoke(consumer, event);
  const ids = batch.map((message) => message.MessageId);
  const failed = result.ok ? readBatchFailures(result.payload, ids) : ids;
  if (!result.ok) deps.onFailure(`${queue.name} failed: ${result.errorType}: ${result.errorMessage}`);
  else if (failed.length > 0) {
    deps.onFailure(`${queue.name}: ${failed.length} of ${batch.length} messages failed`);
  }
  const done = batch.filter((message) => !failed.includes(message.MessageId));
  if (done.length === 0) return;
  const Entries = done.map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle }));
  await callQueue(feed, "DeleteMessageBatch", { input: { Entries } });
}

/** A record of the event; the names are those of the same guide. */
function createRecord(message: Received, arn: string): object {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, attribute]) => [
        name,
        {
          stringValue: attribute.StringValue,
          binaryValue: attribute.BinaryValue,
          stringListValues: [],
          binaryListValues: [],
          dataType: attribute.DataType,
        },
      ]),
    ),
    md5OfBody: message.MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: arn,
    awsRegion: account.region,
  };
}

/** With the consumer's role, as Lambda reads a queue. */
function callQueue(
  { queue, consumer }: Feed,
  action: "ReceiveMessage" | "DeleteMessageBatch",
  { input, signal }: { readonly input: object; readonly signal?: AbortSignal },
): Promise<unknown> {
  return callSqs({
    url: new URL("/", queue.url).href,
    region: account.region,
    action,
    input: { QueueUrl: queue.url, ...input },
    accessKeyId: credentialsOf(consumer).accessKeyId,
    ...(signal === undefined ? {} : { signal }),
  });
}
