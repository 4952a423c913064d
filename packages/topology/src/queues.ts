/**
 * The queues. Each has a dead-letter queue beside it, which keeps what failed for `deadRetentionMs`.
 *
 * `consumer` is the function that a queue feeds; a queue without one only collects.
 */
import type { FunctionName } from "./functions.ts";

export interface QueueFacts {
  /**
   * Messages of one group are handed out in their order, one batch after the other, and what is sent twice
   * within five minutes is taken once.
   */
  readonly fifo: boolean;
  /** Absent: nothing is invoked, and the queue is read by hand. */
  readonly consumer?: FunctionName;
  /** Six times the consumer's timeout, as AWS advises, so that a retry does not overtake the first try. */
  readonly visibilityTimeoutMs: number;
  readonly retentionMs: number;
  readonly deadRetentionMs: number;
  /** Deliveries of a message before it goes to the dead letters. */
  readonly receivesMax: number;
  readonly batchSizeMax: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

export const queues = {
  /** Fan-out shards of large rooms. What is a minute late has been repaired by the clients themselves. */
  deliveries: {
    fifo: true,
    consumer: "deliver",
    visibilityTimeoutMs: 3 * minuteMs,
    retentionMs: 5 * minuteMs,
    deadRetentionMs: 4 * dayMs,
    receivesMax: 2,
    batchSizeMax: 10,
  },
  /** Rooms whose drainer gave up. Not FIFO, which cannot delay a single message; asking twice is harmless. */
  drains: {
    fifo: false,
    consumer: "drain",
    visibilityTimeoutMs: 3 * minuteMs,
    retentionMs: 15 * minuteMs,
    deadRetentionMs: 4 * dayMs,
    receivesMax: 3,
    batchSizeMax: 5,
  },
  /** Outgoing webhooks with something to be sent; the sweep asks for those that end among the dead letters again. */
  hooks: {
    fifo: false,
    consumer: "hook",
    visibilityTimeoutMs: 3 * minuteMs,
    retentionMs: 60 * minuteMs,
    deadRetentionMs: 4 * dayMs,
    receivesMax: 3,
    batchSizeMax: 10,
  },
} as const satisfies Record<string, QueueFacts>;

export type QueueName = keyof typeof queues;

/** Where the scheduler puts an invocation that it could not deliver. */
export const scheduleDeadLetters = { retentionMs: 4 * dayMs } as const;
