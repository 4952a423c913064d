/** The queues of the topology, each with its dead letters, and where the scheduler leaves its own. */
import {
  type FunctionName,
  type QueueFacts,
  type QueueName,
  queues,
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
  const createDead = (name: string, retentionMs: number) => {
    const queue = new sst.aws.Queue(name, {
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
    const dead = createDead(logicalName(name, "DeadLetters"), facts.deadRetentionMs);
    const queue = new sst.aws.Queue(logicalName(name, "Queue"), {
      visibilityTimeout: `${toSeconds(facts.visibilityTimeoutMs)} seconds`,
      dlq: { queue: dead.arn, retry: facts.receivesMax },
      transform: {
        queue: (args) => {
          args.messageRetentionSeconds = toSeconds(facts.retentionMs);
        },
      },
    });
    return [name, queue] as const;
  });
  const forSchedules = createDead("ScheduleDeadLetters", scheduleDeadLetters.retentionMs);
  return {
    byName: Object.fromEntries(created) as Record<QueueName, sst.aws.Queue>,
    deadLetters,
    scheduleDeadLetters: forSchedules,
  };
}

/** Feeds each queue to its consumer; what fails of a batch is tried again alone. */
export function subscribeConsumers(
  { byName }: Queues,
  functions: Readonly<Record<FunctionName, sst.aws.Function>>,
): void {
  for (const [name, { consumer, batchSizeMax }] of entries) {
    if (consumer === undefined) continue;
    byName[name].subscribe(functions[consumer].arn, {
      batch: { size: batchSizeMax, partialResponses: true },
    });
  }
}

const toSeconds = (ms: number) => Math.ceil(ms / 1000);
