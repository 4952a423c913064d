/** The queues of the topology, each with its dead letters, and where the scheduler leaves its own. */
import {
  type FunctionName,
  type QueueFacts,
  type QueueName,
  queues,
  reservedConcurrency,
  scheduleDeadLetters,
} from "@parley/topology";
import { logicalName } from "./resource-name.ts";

export interface Queues {
  readonly byName: Readonly<Record<QueueName, sst.aws.Queue>>;
  /** Of every dead-letter queue, to be watched. */
  readonly deadLetters: readonly sst.aws.Queue[];
  readonly scheduleDeadLetters: sst.aws.Queue;
}

const entries = Object.entries(queues) as [QueueName, QueueFacts][];

export function createQueues(): Queues {
  const deadLetters: sst.aws.Queue[] = [];
  const createDead = (name: string, retentionMs: number, fifo: boolean) => {
    const queue = new sst.aws.Queue(name, {
      fifo,
      transform: {
        queue: (args) => {
          args.messageRetentionSeconds = toSeconds(retentionMs);
        },
      },
    });
    deadLetters.push(queue);
    return queue;
  };
  const created = entries.map(([name, facts]) => {
    const dead = createDead(logicalName(name, "DeadLetters"), facts.deadRetentionMs, facts.fifo);
    const queue = new sst.aws.Queue(logicalName(name, "Queue"), {
      fifo: facts.fifo,
      visibilityTimeout: `${toSeconds(facts.visibilityTimeoutMs)} seconds`,
      dlq: { queue: dead.arn, retry: facts.receivesMax },
      transform: {
        queue: (args) => {
          args.messageRetentionSeconds = toSeconds(facts.retentionMs);
          if (facts.fifo) {
            // High throughput: the quota of messages per second is each group's own.
            args.deduplicationScope = "messageGroup";
            args.fifoThroughputLimit = "perMessageGroupId";
          }
        },
      },
    });
    return [name, queue] as const;
  });
  const forSchedules = createDead("ScheduleDeadLetters", scheduleDeadLetters.retentionMs, false);
  return {
    byName: Object.fromEntries(created) as Record<QueueName, sst.aws.Queue>,
    deadLetters,
    scheduleDeadLetters: forSchedules,
  };
}

/**
 * Feeds each queue to its consumer; what fails of a batch is tried again alone. No more batches at once than
 * the consumer has sandboxes: one that Lambda throttles counts as received, and ends among the dead letters.
 */
export function subscribeConsumers(
  { byName }: Queues,
  functions: Readonly<Record<FunctionName, sst.aws.Function>>,
): void {
  for (const [name, { consumer, batchSizeMax }] of entries) {
    if (consumer === undefined) continue;
    byName[name].subscribe(functions[consumer].arn, {
      batch: { size: batchSizeMax, partialResponses: true },
      transform: {
        eventSourceMapping: (args) => {
          args.scalingConfig = { maximumConcurrency: reservedConcurrency[consumer] };
        },
      },
    });
  }
}

const toSeconds = (ms: number) => Math.ceil(ms / 1000);
