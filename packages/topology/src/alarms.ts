/**
 * The alarms of a deployment. Each has a section of the same name in `docs/runbook.md`.
 *
 * `threshold` is compared with the statistic of one period; the alarm rings after `periods` of them in a
 * row. `infra/ops` knows which metric is behind each name.
 */
export interface AlarmFacts {
  /** One sentence for the person whom it wakes. */
  readonly description: string;
  readonly threshold: number;
  readonly comparison: "above" | "below";
  readonly periodMs: number;
  readonly periods: number;
}

const minuteMs = 60_000;
const above = (threshold: number, periodMs: number, periods: number) =>
  ({ threshold, comparison: "above", periodMs, periods }) as const;

export const alarms = {
  "function-errors": {
    description: "A function crashed, ran out of time or could not start.",
    ...above(3, 5 * minuteMs, 1),
  },
  "function-throttles": {
    description: "Lambda refused invocations: a function is at its reserved concurrency.",
    ...above(0, 5 * minuteMs, 2),
  },
  "internal-refusals": {
    description: "Callers were answered with `internal`: the code met what it does not expect.",
    ...above(0, 5 * minuteMs, 1),
  },
  "unavailable-refusals": {
    description: "Callers were answered with `unavailable`: a store is out of reach.",
    ...above(5, 5 * minuteMs, 1),
  },
  "slow-messages": {
    description: "The slowest hundredth of frames takes seconds: people wait for their own words.",
    ...above(3_000, 5 * minuteMs, 3),
  },
  "posts-failed": {
    description:
      "Frames could not be posted and no repeat will mend it: a permission or an address is wrong.",
    ...above(0, 5 * minuteMs, 1),
  },
  "sweep-silent": {
    description: "The sweep has not run: rooms that a dead drainer left stay undelivered.",
    threshold: 1,
    comparison: "below",
    periodMs: 5 * minuteMs,
    periods: 2,
  },
  "http-errors": {
    description: "The HTTP API answers with 5xx.",
    ...above(5, 5 * minuteMs, 1),
  },
  "websocket-errors": {
    description: "API Gateway could not hand frames to a function.",
    ...above(5, 5 * minuteMs, 1),
  },
  "queue-late": {
    description: "Deliveries wait in the queue for longer than clients wait before they ask themselves.",
    ...above(60, minuteMs, 3),
  },
  "dead-letters": {
    description: "Something failed for good and lies in a dead-letter queue.",
    ...above(0, 5 * minuteMs, 1),
  },
  "redis-memory": {
    description: "Redis is nearly full: soon it evicts rooms, then refuses writes.",
    ...above(80, 5 * minuteMs, 2),
  },
  "redis-cpu": {
    description: "Redis is busy: every message waits for it.",
    ...above(80, 5 * minuteMs, 3),
  },
  "table-throttles": {
    description: "DynamoDB throttles the table of connections: sockets cannot be opened or found.",
    ...above(0, 5 * minuteMs, 2),
  },
  "nat-down": {
    description: "A NAT instance fails its checks: functions cannot reach Postgres or post frames.",
    ...above(0, minuteMs, 3),
  },
  "mail-bounces": {
    description: "Too many mails bounce: above 5 % SES reviews the account, above 10 % it stops sending.",
    ...above(0.05, 60 * minuteMs, 1),
  },
} as const satisfies Record<string, AlarmFacts>;

export type AlarmName = keyof typeof alarms;
