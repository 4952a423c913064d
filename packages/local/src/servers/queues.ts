/** Creates the queues as the topology describes them, each with its dead letters, and says how full they are. */
import { type QueueFacts, type QueueName, queues } from "@parley/topology";
import { account } from "../settings/settings.ts";
import { callSqs, type SqsAction } from "./call-sqs.ts";

export interface CreatedQueue {
  readonly name: QueueName;
  readonly facts: QueueFacts;
  readonly url: string;
  readonly arn: string;
  readonly deadUrl: string;
}

/** Messages that wait, that a consumer has, and that are not due yet. */
export interface QueueDepth {
  readonly name: string;
  readonly waiting: number;
  readonly inFlight: number;
  readonly delayed: number;
  readonly dead: number;
}

/** Source: "Amazon SQS FIFO queue quotas", SQS developer guide: the name of a FIFO queue ends so. */
const fifoSuffix = ".fifo";
const prefix = "parley-local-";

export const listQueueFacts = () => Object.entries(queues) as [QueueName, QueueFacts][];

/** Creates what is missing at the SQS that answers on `endpoint`, and brings the rest up to the topology. */
export async function createQueues(endpoint: string): Promise<readonly CreatedQueue[]> {
  return Promise.all(
    listQueueFacts().map(async ([name, facts]) => {
      const dead = await createQueue(endpoint, `${prefix}${name}-dead`, {
        fifo: facts.fifo,
        attributes: { MessageRetentionPeriod: toSeconds(facts.deadRetentionMs) },
      });
      const queue = await createQueue(endpoint, `${prefix}${name}`, {
        fifo: facts.fifo,
        attributes: {
          VisibilityTimeout: toSeconds(facts.visibilityTimeoutMs),
          MessageRetentionPeriod: toSeconds(facts.retentionMs),
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: dead.arn,
            maxReceiveCount: facts.receivesMax,
          }),
        },
      });
      return { name, facts, ...queue, deadUrl: dead.url };
    }),
  );
}

interface QueueSpec {
  readonly fifo: boolean;
  readonly attributes: Readonly<Record<string, string>>;
}

async function createQueue(endpoint: string, base: string, { fifo, attributes }: QueueSpec) {
  const name = fifo ? `${base}${fifoSuffix}` : base;
  const created = await call(endpoint, "CreateQueue", {
    QueueName: name,
    ...(fifo ? { Attributes: { FifoQueue: "true" } } : {}),
  });
  const { QueueUrl } = created as { readonly QueueUrl: string };
  // The host in it may be a name that only SQS itself knows.
  const url = new URL(new URL(QueueUrl).pathname, endpoint).href;
  await call(endpoint, "SetQueueAttributes", { QueueUrl: url, Attributes: attributes });
  return { url, arn: `arn:aws:sqs:${account.region}:${account.id}:${name}` };
}

/** What the permissions of the topology call a queue of that name; another's has no name there. */
export function queueTargetOf(queue: string): string {
  const base = queue.endsWith(fifoSuffix) ? queue.slice(0, -fifoSuffix.length) : queue;
  return base.startsWith(prefix) ? `queues/${base.slice(prefix.length)}` : base;
}

/** How full each queue is. */
export async function readQueueDepths(created: readonly CreatedQueue[]): Promise<readonly QueueDepth[]> {
  return Promise.all(
    created.map(async ({ name, url, deadUrl }) => {
      const [queue, dead] = await Promise.all([readCounts(url), readCounts(deadUrl)]);
      return { name, ...queue, dead: dead.waiting };
    }),
  );
}

async function readCounts(url: string) {
  const kinds = ["", "NotVisible", "Delayed"].map((kind) => `ApproximateNumberOfMessages${kind}`);
  const answer = await call(url, "GetQueueAttributes", { QueueUrl: url, AttributeNames: kinds });
  const { Attributes } = answer as { readonly Attributes: Readonly<Record<string, string>> };
  const [waiting = 0, inFlight = 0, delayed = 0] = kinds.map((kind) => Number(Attributes[kind] ?? 0));
  return { waiting, inFlight, delayed };
}

function call(url: string, action: SqsAction, input: object): Promise<unknown> {
  return callSqs({ url: new URL("/", url).href, region: account.region, action, input });
}

const toSeconds = (ms: number) => String(Math.ceil(ms / 1000));
