import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { consumeActions } from "@parley/topology";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { InvokeResult } from "../cloud-types.ts";
import { grantsWith } from "../iam/grants.ts";
import { type AwsServices, startAwsServices } from "../servers/aws-services.ts";
import { callSqs, type SqsAction } from "../servers/call-sqs.ts";
import { type CreatedQueue, createQueues, readQueueDepths } from "../servers/queues.ts";
import { account } from "../settings/settings.ts";
import { startQueueSources } from "./queue-source.ts";

interface BatchEvent {
  readonly Records: readonly {
    readonly messageId: string;
    readonly body: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly eventSourceARN: string;
  }[];
}

let aws: AwsServices;
let dir: string;
let created: readonly CreatedQueue[];
let running: { stop(): void } | undefined;

// Each test has its own: a long poll that was broken off still takes the next message of its queue.
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "parley-queues-"));
  const grants = grantsWith({ sweep: [{ actions: consumeActions, on: "queues/deliveries" }] });
  aws = await startAwsServices({
    dynamoPath: dir,
    mailPort: 0,
    region: account.region,
    grants,
    onLine: () => {},
  });
  created = await createQueues(aws.queuesUrl);
});
afterEach(async () => {
  running?.stop();
  await aws.stop();
  await rm(dir, { recursive: true, force: true });
});

function call(action: SqsAction, input: object): Promise<unknown> {
  return callSqs({ url: aws.queuesUrl, region: account.region, action, input });
}

/** The queue of the topology, with its visibility timeout lowered to one second and a toy for a consumer. */
async function feed(
  answer: (event: BatchEvent) => unknown,
  more: { readonly batchSizeMax?: number } = {},
): Promise<{
  readonly queue: CreatedQueue;
  readonly events: readonly BatchEvent[];
  readonly told: string[];
}> {
  const [first] = created;
  if (first === undefined) throw new Error("The topology has no queue.");
  await call("SetQueueAttributes", { QueueUrl: first.url, Attributes: { VisibilityTimeout: "1" } });
  const queue: CreatedQueue = { ...first, facts: { ...first.facts, consumer: "sweep", ...more } };
  const events: BatchEvent[] = [];
  const told: string[] = [];
  const invoke = async (_name: string, event: unknown): Promise<InvokeResult> => {
    events.push(event as BatchEvent);
    const requestId = "1";
    try {
      return { ok: true, payload: answer(event as BatchEvent), requestId };
    } catch (error) {
      return { ok: false, errorType: "Error", errorMessage: String(error), requestId };
    }
  };
  running = startQueueSources({ invoke, onFailure: (line) => told.push(line) }, [queue]);
  return { queue, events, told };
}

async function send(queue: CreatedQueue, body: string, delaySeconds?: number): Promise<void> {
  const order = queue.facts.fifo ? { MessageGroupId: body, MessageDeduplicationId: body + Date.now() } : {};
  const delay = delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds };
  await call("SendMessage", { QueueUrl: queue.url, MessageBody: body, ...order, ...delay });
}

const depthOf = async (queue: CreatedQueue) => (await readQueueDepths([queue]))[0];
const bodiesOf = (events: readonly BatchEvent[]) =>
  events.flatMap(({ Records }) => Records.map(({ body }) => body));
const emptied = { waiting: 0, inFlight: 0, delayed: 0, dead: 0 };

test("a message reaches the consumer in Lambda's event, and is deleted when it has succeeded", async () => {
  const { queue, events } = await feed(() => null);
  await send(queue, "one");
  await expect.poll(() => events.length).toBe(1);
  expect(events[0]?.Records).toEqual([
    expect.objectContaining({
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      body: "one",
      attributes: expect.objectContaining({
        ApproximateReceiveCount: "1",
        SentTimestamp: expect.any(String),
      }),
      eventSource: "aws:sqs",
      eventSourceARN: queue.arn,
      awsRegion: account.region,
      md5OfBody: expect.any(String),
    }),
  ]);
  await expect.poll(() => depthOf(queue)).toMatchObject(emptied);
});

test("a batch has no more messages than the topology allows", async () => {
  const { queue, events } = await feed(() => null, { batchSizeMax: 2 });
  await Promise.all(Array.from({ length: 7 }, (_, index) => send(queue, `m${index}`)));
  await expect.poll(() => new Set(bodiesOf(events)).size).toBe(7);
  expect(Math.max(...events.map(({ Records }) => Records.length))).toBeLessThanOrEqual(2);
});

test("of a batch, only what the consumer reports as failed comes back, after its visibility timeout", async () => {
  let refused = 0;
  const { queue, events } = await feed(({ Records }) => {
    const bad = Records.filter(({ body }) => body === "bad" && refused === 0);
    refused += bad.length;
    return { batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
  await send(queue, "good");
  await send(queue, "bad");
  await expect
    .poll(() => bodiesOf(events).filter((body) => body === "bad").length, { timeout: 5_000 })
    .toBe(2);
  expect(bodiesOf(events).filter((body) => body === "good")).toHaveLength(1);
  const last = events.at(-1)?.Records.find(({ body }) => body === "bad");
  expect(last?.attributes["ApproximateReceiveCount"]).toBe("2");
  await expect.poll(() => depthOf(queue)).toMatchObject(emptied);
});

test("what fails as often as the topology allows goes to the dead letters", { timeout: 30_000 }, async () => {
  const { queue, events, told } = await feed(() => {
    throw new Error("toy failure");
  });
  await send(queue, "poison");
  await expect.poll(async () => (await depthOf(queue))?.dead, { timeout: 20_000 }).toBe(1);
  expect(events).toHaveLength(queue.facts.receivesMax);
  expect(told[0]).toContain("toy failure");
  expect(await depthOf(queue)).toMatchObject({ ...emptied, dead: 1 });
});

test("a delayed message comes when it is due", async () => {
  const { queue, events } = await feed(() => null);
  if (queue.facts.fifo) return; // SQS delays single messages of standard queues only
  await send(queue, "later", 1);
  expect(await depthOf(queue)).toMatchObject({ ...emptied, delayed: 1 });
  expect(events).toEqual([]);
  await expect.poll(() => bodiesOf(events), { timeout: 5_000 }).toEqual(["later"]);
});

test("a stopped source takes nothing more", async () => {
  const { queue, events } = await feed(() => null);
  running?.stop();
  await send(queue, "unread");
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(events).toEqual([]);
  // Kept, if only for whoever polled last and is gone.
  const depth = await depthOf(queue);
  expect((depth?.waiting ?? 0) + (depth?.inFlight ?? 0)).toBe(1);
});
