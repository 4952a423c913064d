import { setTimeout } from "node:timers/promises";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { DeliveryShard } from "@parley/chat/delivery/delivery-queue";
import type { RoomId, UserId } from "@parley/protocol";
import { buildApp } from "fauxqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDeliveryShard, SqsDeliveryQueue, writeShard } from "./sqs-delivery-queue.ts";
import { readDrainRequest, SqsDrainQueue } from "./sqs-drain-queue.ts";
import { readHookRequest, SqsHookQueue } from "./sqs-hook-queue.ts";
import { openSender } from "./sqs-sender.ts";

// Its own starter listens on every address of the machine.
const server = buildApp({ logger: false });
let client: SQSClient;

beforeAll(async () => {
  const endpoint = await server.listen({ port: 0, host: "127.0.0.1" });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  client = new SQSClient({ endpoint, region: "eu-central-1", credentials });
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

async function createQueue(name: string, Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  if (QueueUrl === undefined) throw new Error("no queue");
  return QueueUrl;
}

/** Takes what is there, receive by receive: a group gives out one message at a time. */
async function receive(QueueUrl: string): Promise<string[]> {
  const asked = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 });
  const { Messages = [] } = await client.send(asked);
  if (Messages.length === 0) return [];
  for (const { ReceiptHandle } of Messages) {
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  return [...Messages.map(({ Body = "" }) => Body), ...(await receive(QueueUrl))];
}

const room = "rom_1" as RoomId;
const shardOf = (over: Partial<DeliveryShard> = {}): DeliveryShard => ({
  room,
  shard: 3,
  firstSeq: 7,
  lastSeq: 9,
  frames: ['{"type":"events"}'],
  recipients: [{ connectionId: "con_1", user: "usr_1" as UserId }],
  ...over,
});

describe("SqsDrainQueue", () => {
  it("[DRAIN13] gives a room out after the delay that was asked for", async () => {
    const queue = await createQueue("drains");
    await new SqsDrainQueue(openSender(client), queue).push(room, 900);
    expect(await receive(queue)).toEqual([]);
    await setTimeout(1_200);
    expect((await receive(queue)).map(readDrainRequest)).toEqual([room]);
    expect(() => readDrainRequest('{"room":"../"}')).toThrow("must be an id");
  });
});

describe("SqsHookQueue", () => {
  it("[HOOK7] gives out the hook that was asked for, and takes no other body", async () => {
    const queue = await createQueue("hooks");
    await new SqsHookQueue(openSender(client), queue).push("hko_1", 0);
    expect((await receive(queue)).map(readHookRequest)).toEqual(["hko_1"]);
    expect(() => readHookRequest('{"hook":"../"}')).toThrow("must be an id");
  });
});

describe("SqsDeliveryQueue", () => {
  const fifo = (name: string) => createQueue(`${name}.fifo`, { FifoQueue: "true" });

  it("[DEL9] keeps the order of a shard, and takes what two drainers push once", async () => {
    const url = await fifo("ordered");
    const queue = new SqsDeliveryQueue(openSender(client), url);
    const first = shardOf();
    const second = shardOf({ firstSeq: 10, lastSeq: 12, frames: ["{}"] });
    await queue.push([first]);
    await queue.push([second]);
    await queue.push([first]);
    expect((await receive(url)).map(readDeliveryShard)).toEqual([first, second]);
  });

  it("[DEL9] sends more than a request takes in its order", async () => {
    const url = await fifo("many");
    const queue = new SqsDeliveryQueue(openSender(client), url);
    const shards = Array.from({ length: 23 }, (_, at) =>
      shardOf({ firstSeq: at, lastSeq: at, frames: [String(at % 4).repeat(100_000)] }),
    );
    await queue.push(shards);
    expect((await receive(url)).map(readDeliveryShard)).toEqual(shards);
  });

  it("says that not all was taken", async () => {
    const url = await fifo("partly");
    const send = openSender(client);
    const taken = { MessageBody: "taken", MessageGroupId: "a", MessageDeduplicationId: "1" };
    const refused = { MessageBody: "\u0000", MessageGroupId: "a", MessageDeduplicationId: "2" };
    await expect(send(url, [taken, refused])).rejects.toThrow(/Invalid/);
    expect(await receive(url)).toEqual(["taken"]);
  });

  it("[DEL9] splits what is too large for one message, frame by frame and then by recipients", async () => {
    const frames = ["a", "b", "c"].map((letter) => letter.repeat(120_000));
    const bodies = writeShard(shardOf({ frames }));
    expect(bodies.map((body) => readDeliveryShard(body).frames)).toEqual(frames.map((frame) => [frame]));
    const recipients = Array.from({ length: 6_000 }, (_, at) => ({
      connectionId: `connection-${at}`,
      user: `usr_${at}` as UserId,
    }));
    const crowd = writeShard(shardOf({ frames: frames.slice(0, 1), recipients }));
    expect(crowd.length).toBeGreaterThan(1);
    expect(crowd.flatMap((body) => readDeliveryShard(body).recipients)).toEqual(recipients);
    expect(() => writeShard(shardOf({ frames: ["x".repeat(300_000)] }))).toThrow(RangeError);
  });
});
