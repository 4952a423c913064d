import { setTimeout as sleep } from "node:timers/promises";
import { type CloudOptions, type LogLine, startCloud } from "@parley/local/cloud";
import { account } from "@parley/local/settings/settings";
import { functions } from "@parley/topology";
import { Redis } from "ioredis";
import { openPace } from "../../bench/scenarios/paced.ts";
import { ParleyPeer } from "../../bench/servers/parley-peer.ts";
import type { Peer } from "../../bench/servers/peer.ts";
import { sampleGrants } from "../../bench/servers/sample/grants.ts";
import { prepareSampleRoot } from "../../bench/servers/sample/prepare-root.ts";
import { createSamplePeer } from "../../bench/servers/websocket-peers.ts";
import { noLimits } from "../../testing/no-limits.ts";
import { type QueueProxy, startQueueProxy } from "../../testing/queue-proxy.ts";
import { type BillableUnits, meteredMessages } from "./billable-units.ts";

export interface MeterInput {
  readonly members: number;
  readonly messagesPerSecond: number;
  readonly durationMs: number;
}

const options: CloudOptions = {
  schedules: false,
  environment: noLimits,
  quotas: { requestsPerSecond: 1e6, requestsBurst: 1e6 },
};
/** What a message frame of a client weighs is far below 32 KB. */
const framesInUnits = 1;

/** Runs traffic through Parley in the local cloud and counts. */
export async function meterParley(input: MeterInput): Promise<BillableUnits> {
  return meter(input, options, async (cloud) => {
    const peer = new ParleyPeer({ ...cloud, redisUrl: cloud.redis.url, databaseUrl: cloud.postgres.url });
    await peer.prepare();
    return peer;
  });
}

/** The same traffic through the usual serverless sample, in the same gateway. */
export async function meterSample(input: MeterInput): Promise<BillableUnits> {
  const root = await prepareSampleRoot();
  return meter(input, { ...options, root, migrate: false, grants: sampleGrants }, (cloud) =>
    Promise.resolve(createSamplePeer(cloud.websocketUrl)),
  );
}

type RunningCloud = Awaited<ReturnType<typeof startCloud>>;

async function meter(
  { members, messagesPerSecond, durationMs }: MeterInput,
  cloudOptions: CloudOptions,
  open: (cloud: RunningCloud) => Promise<Peer>,
): Promise<BillableUnits> {
  const meterOf = createLambdaMeter();
  const queues = await startQueueProxy();
  const environment = { ...cloudOptions.environment, ...queueUrls(queues) };
  const cloud = await startCloud({ ...cloudOptions, environment, log: meterOf.take });
  queues.target = cloud.settings["AWS_ENDPOINT_URL_SQS"] ?? "";
  const redis = new Redis(cloud.redis.url);
  try {
    const run = openPace();
    let units = 0;
    const sockets = await (await open(cloud)).join(members, (payload) => {
      units += meteredMessages(payload.length);
      run.take(payload);
    });
    const dynamoWrites = await countItems(cloud.settings);
    await run.warmUp(sockets);
    // The last call ends after its message has come.
    await sleep(500);
    meterOf.reset();
    units = 0;
    const sentBefore = queues.sent;
    const before = await readRedis(redis);
    const startedMs = performance.now();
    const figure = await run.measure(sockets, { messagesPerSecond, durationMs });
    await sleep(500);
    if (figure.lost > 0) throw new Error(`${figure.lost} deliveries were lost: nothing to bill.`);
    const chatMessages = Math.round((messagesPerSecond * durationMs) / 1_000);
    const took = (performance.now() - startedMs) / 60_000;
    const after = await readRedis(redis);
    for (const socket of sockets) socket.close();
    return {
      chatMessages,
      gatewayMessages: units + chatMessages * framesInUnits,
      connectionMinutes: members * took,
      ...meterOf.read(),
      // The question itself is one of each.
      redisRequests: after.requests - before.requests - 1,
      redisCommands: after.commands - before.commands - 1,
      // Written when the connections came; as many are removed when they go. Amortised over the run.
      dynamoWrites: (2 * dynamoWrites * took) / connectionLifeMinutes,
      sqsRequests: (queues.sent - sentBefore) * requestsOfMessage,
    };
  } finally {
    redis.disconnect();
    await cloud.stop();
    await queues.stop();
  }
}

/** A message of a queue is sent, received and deleted; that several may go at once is left aside. */
const requestsOfMessage = 3;

/** The local cloud's queues, by way of what counts. */
function queueUrls(queues: QueueProxy) {
  const urlOf = (name: string) => queues.urlOf(`/${account.id}/parley-local-${name}`);
  return {
    DELIVERIES_QUEUE_URL: urlOf("deliveries.fifo"),
    DRAINS_QUEUE_URL: urlOf("drains"),
    HOOKS_QUEUE_URL: urlOf("hooks"),
  };
}

/** A connection lives so long on average; API Gateway ends it after two hours. */
const connectionLifeMinutes = 60;

/** Adds up calls and GB-seconds from the access lines that every function writes. */
function createLambdaMeter() {
  let [invocations, gbSeconds] = [0, 0];
  return {
    take: ({ source, fields, message }: LogLine) => {
      const durationMs = fields?.["durationMs"];
      if (message !== "access" || typeof durationMs !== "number") return;
      const memoryMb = functions[source as keyof typeof functions]?.memoryMb ?? 0;
      invocations += 1;
      gbSeconds += (memoryMb / 1_024) * (Math.max(1, durationMs) / 1_000);
    },
    reset: () => {
      [invocations, gbSeconds] = [0, 0];
    },
    read: () => ({ invocations, gbSeconds }),
  };
}

/** Requests are what a network carries; commands are also those within a script. */
async function readRedis(redis: Redis): Promise<{ requests: number; commands: number }> {
  const stats = await redis.info("stats");
  const read = (name: string) => Number(new RegExp(`${name}:(\\d+)`).exec(stats)?.[1]);
  return { requests: read("total_reads_processed"), commands: read("total_commands_processed") };
}

/** Items in the table of connections: each was one write. */
async function countItems(settings: Readonly<Record<string, string>>): Promise<number> {
  const answer = await fetch(settings["AWS_ENDPOINT_URL_DYNAMODB"] ?? "", {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.Scan",
      "x-amz-date": "20000101T000000Z",
      authorization:
        "AWS4-HMAC-SHA256 Credential=local/20000101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: JSON.stringify({ TableName: settings["CONNECTIONS_TABLE"], Select: "COUNT" }),
  });
  return ((await answer.json()) as { Count: number }).Count;
}
