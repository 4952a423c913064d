/** What a message costs its handler in requests over the network: counted between it and the real stores. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type CountingProxy, startCountingProxy } from "@parley/lab/bench/lambda/counting-proxy";
import { createPerson, createRoom } from "@parley/lab/testing/create-person";
import { createFrameEvent } from "@parley/lab/testing/frame-event";
import { PlainSocket } from "@parley/lab/testing/plain-socket";
import { type Cloud, startCloud } from "@parley/local/cloud";
import type { Room } from "@parley/protocol";
import { createRedis } from "@parley/stores/redis/redis-client";
import { roomLogDefaults } from "@parley/stores/redis/redis-room-log";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

type Handler = (event: unknown, context: object) => Promise<{ readonly body?: string }>;

let cloud: Cloud;
let redis: CountingProxy;
let postgres: CountingProxy;
let room: Room;
let socket: PlainSocket;
let handler: Handler;

beforeAll(async () => {
  cloud = await startCloud({ schedules: false });
  redis = await proxyOf(cloud.redis.url);
  const wsProxy = cloud.settings["DATABASE_WS_PROXY"] ?? "";
  postgres = await proxyOf(`ws://${wsProxy}`);
  const person = await createPerson(cloud);
  room = await createRoom(cloud, person);
  socket = await PlainSocket.open(cloud, person);
  await socket.answer(socket.send({ action: "subscribe", rooms: { [room.id]: null } as never }));
  const settings = {
    ...cloud.settings,
    AWS_REGION: "us-east-1",
    LIMIT_MESSAGES: "100/second,1000/minute",
    REDIS_URL: cloud.redis.url.replace(/:\d+(?=\/|$)/, `:${redis.port}`),
    DATABASE_WS_PROXY: wsProxy.replace(/:\d+/, `:${postgres.port}`),
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  handler = ((await import("./message.ts")) as { handler: unknown }).handler as Handler;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  socket?.close();
  await redis?.stop();
  await postgres?.stop();
  await cloud?.stop();
});

function proxyOf(url: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(url);
  return startCountingProxy({ host: hostname, port: Number(port) });
}

async function sendOne() {
  const [connection] = cloud.gateway.connections();
  if (connection === undefined) throw new Error("nobody is connected");
  const body = JSON.stringify({ action: "message.send", id: randomUUID(), room: room.id, text: "counted" });
  const [redisBefore, postgresBefore] = [redis.counts(), postgres.counts()];
  const answer = await handler(createFrameEvent(connection, { requestId: randomUUID(), body }), {
    awsRequestId: randomUUID(),
    getRemainingTimeInMillis: () => 29_000,
  });
  expect(answer.body).toBeUndefined();
  return {
    redis: redis.counts().roundTrips - redisBefore.roundTrips,
    commands: redis.counts().redisCommands - redisBefore.redisCommands,
    postgres: postgres.counts().roundTrips - postgresBefore.roundTrips,
  };
}

/** A room with more than 30 events a second is busy, and its drainer waits and asks again. */
const restMs = 60;

/** Two requests of one moment may still be seen one after the other on a busy machine: the middle of several. */
async function middleOf(count: number, send: () => ReturnType<typeof sendOne>) {
  const found: Awaited<ReturnType<typeof sendOne>>[] = [];
  for (let at = 0; at < count; at += 1) {
    found.push(await send());
    await sleep(restMs);
  }
  const middle = (name: keyof (typeof found)[number]) =>
    found.map((one) => one[name]).toSorted((one, other) => one - other)[Math.floor(count / 2)];
  return { redis: middle("redis"), commands: middle("commands"), postgres: middle("postgres") };
}

describe("a message, its sender's throttle on", () => {
  it("alone makes three requests to Redis, of which the last comes after everybody has it, and one to Postgres", async () => {
    expect(await middleOf(9, sendOne)).toEqual({ redis: 3, commands: 4, postgres: 1 });
  });

  it("makes two requests to Redis and none to Postgres while another drains", async () => {
    const direct = createRedis({ url: cloud.redis.url, cluster: false });
    const lease = `room:{${room.id}}:lease`;
    try {
      const sendBesideAnother = async () => {
        await direct.set(lease, "another drainer's", "PX", roomLogDefaults.leaseMs);
        return sendOne();
      };
      expect(await middleOf(9, sendBesideAnother)).toEqual({ redis: 2, commands: 3, postgres: 0 });
    } finally {
      await direct.del(lease);
      direct.disconnect();
    }
  });
});
