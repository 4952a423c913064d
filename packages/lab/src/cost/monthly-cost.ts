/**
 * What a month costs: the formula behind the table in `docs/deploy.md`.
 *
 * Quantities follow from the load and the topology; prices are list prices. What is assumed is named here,
 * so that it can be replaced by a measurement.
 */
import { alarms, functions, type StageFacts, schedules } from "@parley/topology";
import { type Load, workingDaysPerMonth } from "./loads.ts";
import { prices } from "./prices.ts";

/** Assumptions about one call or frame; none of them measured on a real account. */
export const assumed = {
  /** Billed time of a warm call. */
  messageMs: 60,
  pingMs: 12,
  connectMs: 30,
  requestMs: 60,
  sweepMs: 60,
  /** Reconnects of a person in a day: pages opened, and API Gateway's limit of two hours. */
  connectsPerPersonPerDay: 6,
  /** `pingEveryMs` of the client's heartbeat. */
  pingEveryMs: 25_000,
  logBytesPerCall: 1_300,
  frameBytes: 600,
  /** Series of functions' own metrics that are published in a month with traffic, and without. */
  metricsBusy: 60,
  metricsIdle: 4,
  /** Most alarms watch a sum over all functions, and each part is billed. */
  metricsPerAlarm: 3,
} as const;

const hoursPerMonth = 730;
const bytesPerGb = 1e9;

export type CostLine = readonly [what: string, usd: number];

/** The lines of a month's bill; their sum is the bill. */
export function monthlyCost(stage: StageFacts, load: Load): CostLine[] {
  const calls = countCalls(load);
  const frames = countFrames(load, calls);
  const total = Object.values(calls).reduce((sum, one) => sum + one, 0);
  return [
    ["Network: NAT and addresses", networkCost(stage, frames.bytesOut)],
    ["Redis", cacheCost(stage, calls)],
    [
      "Postgres",
      load.postgresHours * load.postgresUnits * prices.neonPerComputeUnitHour +
        load.postgresGb * prices.neonPerGbMonth,
    ],
    ["WebSocket: heartbeats", 2 * calls.ping * prices.websocketPerMessage],
    ["WebSocket: messages", (calls.message + frames.posts) * prices.websocketPerMessage],
    ["WebSocket: connection minutes", connectionMinutes(load) * prices.websocketPerConnectionMinute],
    ["Lambda", lambdaCost(calls)],
    ["HTTP API", calls.request * prices.httpPerRequest],
    ["DynamoDB", calls.connect * (4 * prices.dynamoPerWrite + 2 * prices.dynamoPerRead)],
    ["Logs", ((total * assumed.logBytesPerCall) / bytesPerGb) * prices.logsPerGb],
    ["Metrics and alarms", metricsCost(load)],
    ["Transfer", (frames.bytesOut / bytesPerGb) * prices.transferPerGb],
    ["Mail", load.mailsPerMonth * prices.mail],
    ["Secret and private zone", prices.secretPerMonth + prices.privateZonePerMonth],
  ];
}

export function sumOf(lines: readonly CostLine[]): number {
  return lines.reduce((sum, [, usd]) => sum + usd, 0);
}

function connectionMinutes({ connected, hoursPerDay }: Load): number {
  return connected * hoursPerDay * 60 * workingDaysPerMonth;
}

function countCalls(load: Load) {
  const people = load.connected * workingDaysPerMonth;
  return {
    message: load.messagesPerDay * workingDaysPerMonth,
    ping: (connectionMinutes(load) * 60_000) / assumed.pingEveryMs,
    connect: people * assumed.connectsPerPersonPerDay,
    request: people * load.requestsPerPersonPerDay,
    sweep: (hoursPerMonth * 3_600_000) / schedules.sweep.everyMs,
  };
}

function countFrames(load: Load, calls: ReturnType<typeof countCalls>) {
  const posts = (calls.message / load.batch) * load.audience;
  return { posts, bytesOut: posts * assumed.frameBytes * load.batch + calls.ping * 100 };
}

function lambdaCost(calls: ReturnType<typeof countCalls>): number {
  const { message, connect, authorize, disconnect, api, sweep } = functions;
  return (
    call(calls.message, message.memoryMb, assumed.messageMs) +
    call(calls.ping, message.memoryMb, assumed.pingMs) +
    [authorize, connect, disconnect].reduce(
      (sum, one) => sum + call(calls.connect, one.memoryMb, assumed.connectMs),
      0,
    ) +
    call(calls.request, api.memoryMb, assumed.requestMs) +
    call(calls.sweep, sweep.memoryMb, assumed.sweepMs)
  );
}

function call(count: number, memoryMb: number, ms: number): number {
  return count * (prices.lambdaPerRequest + (memoryMb / 1024) * (ms / 1000) * prices.lambdaPerGbSecond);
}

function networkCost({ nat, zones }: StageFacts, bytesOut: number): number {
  const address = prices.publicAddressPerHour * hoursPerMonth;
  if (nat === "ec2") return zones * (prices.natInstancePerHour * hoursPerMonth + address);
  const passed = (bytesOut / bytesPerGb) * prices.natGatewayPerGb;
  return zones * (prices.natGatewayPerHour * hoursPerMonth + address) + passed;
}

/** Commands on Redis per call, each taken for one of ElastiCache's processing units. */
const commandsPerCall = 4;

function cacheCost({ cache }: StageFacts, calls: ReturnType<typeof countCalls>): number {
  if (cache.kind === "serverless") {
    const units = (calls.message + calls.ping + calls.request + calls.connect) * commandsPerCall;
    const smallestGb = 0.1;
    return (
      smallestGb * prices.cacheServerlessPerGbHour * hoursPerMonth + units * prices.cacheServerlessPerEcpu
    );
  }
  const perHour = prices.cacheNodePerHour[cache.instance as keyof typeof prices.cacheNodePerHour];
  return Math.max(1, cache.shards) * (1 + cache.replicasPerShard) * perHour * hoursPerMonth;
}

function metricsCost({ connected }: Load): number {
  const series = connected === 0 ? assumed.metricsIdle : assumed.metricsBusy;
  const watched = Object.keys(alarms).length * assumed.metricsPerAlarm;
  return series * prices.metricPerMonth + watched * prices.alarmMetricPerMonth;
}
