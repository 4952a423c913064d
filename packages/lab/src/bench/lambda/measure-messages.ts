import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Cloud, startCloud } from "@parley/local/cloud";
import { createPerson, createRoom } from "../../testing/create-person.ts";
import { createFrameEvent } from "../../testing/frame-event.ts";
import { PlainSocket } from "../../testing/plain-socket.ts";
import { payloadBytes } from "../scenarios/payload.ts";
import { startCountingProxy } from "./counting-proxy.ts";
import { startHandler } from "./handler-process.ts";
import { emptyHandler, lambdaVariables } from "./measure-starts.ts";

export interface MessageFigures {
  /** Of a message that comes alone, to a room with one listener. */
  readonly alone: PerMessage;
  /** Of messages that come together: one of them drains for all. */
  readonly together: PerMessage;
  readonly cpuMicroseconds: { readonly message: number; readonly ping: number; readonly bare: number };
}

export interface PerMessage {
  readonly redisRoundTrips: number;
  readonly redisCommands: number;
  readonly postgresRoundTrips: number;
}

const warmUps = 30;
const messages = 300;
const burst = 20;
/** A room is at rest whose messages come so far apart; faster, it is busy and has a window. */
const atRestMs = 50;
/** What a room that was busy takes until it is at rest. */
const calmedAfterMs = 2_000;
/** Never reached, and asked for all the same: "unlimited" would ask for nothing. */
const wideLimit = "100000/second";

/** Invokes the bundle of the message function, between proxies that count, in a process of its own. */
export async function measureMessages(bundle: string, dir: string): Promise<MessageFigures> {
  const stack = new AsyncDisposableStack();
  try {
    return await measureWithin(stack, bundle, dir);
  } finally {
    await stack.disposeAsync();
  }
}

async function measureWithin(
  stack: AsyncDisposableStack,
  bundle: string,
  dir: string,
): Promise<MessageFigures> {
  const cloud = await startCloud({
    schedules: false,
    environment: { LIMIT_MESSAGES: wideLimit, LIMIT_FRAMES: wideLimit },
  });
  stack.defer(() => cloud.stop());
  const redis = await startCountingProxy(addressOf(cloud.redis.url));
  stack.defer(() => redis.stop());
  const wsProxy = cloud.settings["DATABASE_WS_PROXY"] ?? "";
  const postgres = await startCountingProxy(addressOf(`ws://${wsProxy}`));
  stack.defer(() => postgres.stop());

  const createEvent = await prepareEvents(cloud, stack);
  const started = await startHandler(bundle, {
    ...lambdaVariables,
    ...cloud.settings,
    REDIS_URL: cloud.redis.url.replace(/:\d+(?=\/|$)/, `:${redis.port}`),
    DATABASE_WS_PROXY: wsProxy.replace(/:\d+/, `:${postgres.port}`),
  });
  stack.defer(() => started.stop());
  const bareFile = join(dir, "bare.mjs");
  await writeFile(
    bareFile,
    emptyHandler.replace("({", "(JSON.parse(event.body), {").replace("()", "(event)"),
  );
  const bare = await startHandler(bareFile, lambdaVariables);
  stack.defer(() => bare.stop());

  const events = (count: number, action: "message.send" | "ping") =>
    Array.from({ length: count }, () => createEvent(action));
  const count = async (order: { events: unknown[]; atOnce: boolean }): Promise<PerMessage> => {
    const [redisBefore, postgresBefore] = [redis.counts(), postgres.counts()];
    const { answers } = await started.invoke(order);
    const refused = answers.find((answer) => JSON.stringify(answer).includes('\\"error\\"'));
    if (refused !== undefined) throw new Error(`A message was refused: ${JSON.stringify(refused)}`);
    const per = (now: number, before: number) => (now - before) / order.events.length;
    return {
      redisRoundTrips: per(redis.counts().roundTrips, redisBefore.roundTrips),
      redisCommands: per(redis.counts().redisCommands, redisBefore.redisCommands),
      postgresRoundTrips: per(postgres.counts().roundTrips, postgresBefore.roundTrips),
    };
  };
  await count({ events: events(warmUps, "message.send"), atOnce: false });
  await sleep(calmedAfterMs);
  const alone = averageOf(
    await mapInTurn(events(50, "message.send"), async (event) => {
      await sleep(atRestMs);
      return count({ events: [event], atOnce: false });
    }),
  );
  const together = await count({ events: events(burst, "message.send"), atOnce: true });
  const cpuOf = async (one: typeof started, action: "message.send" | "ping") => {
    await one.invoke({ events: events(messages, action), atOnce: false });
    const { cpuMicroseconds } = await one.invoke({ events: events(messages, action), atOnce: false });
    return cpuMicroseconds / messages;
  };
  return {
    alone,
    together,
    cpuMicroseconds: {
      message: await cpuOf(started, "message.send"),
      ping: await cpuOf(started, "ping"),
      bare: await cpuOf(bare, "message.send"),
    },
  };
}

async function mapInTurn<T, R>(values: readonly T[], map: (value: T) => Promise<R>): Promise<R[]> {
  const found: R[] = [];
  for (const value of values) found.push(await map(value));
  return found;
}

function averageOf(all: readonly PerMessage[]): PerMessage {
  const average = (read: (one: PerMessage) => number) =>
    all.reduce((sum, one) => sum + read(one), 0) / all.length;
  return {
    redisRoundTrips: average((one) => one.redisRoundTrips),
    redisCommands: average((one) => one.redisCommands),
    postgresRoundTrips: average((one) => one.postgresRoundTrips),
  };
}

/** A room with one listener, and events as the gateway makes them for that listener. */
async function prepareEvents(cloud: Cloud, stack: AsyncDisposableStack) {
  const person = await createPerson(cloud);
  const room = await createRoom(cloud, person);
  const socket = await PlainSocket.open(cloud, person);
  stack.defer(() => socket.close());
  await socket.answer(socket.send({ action: "subscribe", rooms: { [room.id]: null } as never }));
  const [connection] = cloud.gateway.connections();
  if (connection === undefined) throw new Error("Nobody is connected.");
  return (action: "message.send" | "ping") => {
    const sent = action === "message.send" && { room: room.id, text: "x".repeat(payloadBytes) };
    const body = JSON.stringify({ action, id: randomUUID(), ...sent });
    return createFrameEvent(connection, { requestId: randomUUID(), body });
  };
}

function addressOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}
