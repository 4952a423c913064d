import { createHash } from "node:crypto";
import type { DeliveryQueue, DeliveryShard } from "@parley/chat/delivery/delivery-queue";
import { RoomId, UserId } from "@parley/protocol";
import * as z from "zod";
import { type QueueSender, requestBytesMax } from "./queue-sender.ts";

const Shard = z.object({
  room: RoomId,
  shard: z.int().min(0),
  firstSeq: z.int(),
  lastSeq: z.int(),
  frames: z.array(z.string()),
  recipients: z.array(z.tuple([z.string(), UserId])),
});

/**
 * `DeliveryQueue` on a FIFO queue of SQS: a group per room and shard keeps their order, and what is pushed
 * twice within five minutes (two drainers at once) is taken once.
 */
export class SqsDeliveryQueue implements DeliveryQueue {
  readonly #send: QueueSender;
  readonly #queueUrl: string;

  constructor(send: QueueSender, queueUrl: string) {
    this.#send = send;
    this.#queueUrl = queueUrl;
  }

  async push(shards: readonly DeliveryShard[]): Promise<void> {
    const messages = shards.flatMap((shard) => {
      const { room, firstSeq, lastSeq } = shard;
      return writeShard(shard).map((MessageBody, part) => ({
        MessageBody,
        MessageGroupId: `${room}.${shard.shard}`,
        MessageDeduplicationId: `${digest(MessageBody)}.${firstSeq}-${lastSeq}.${part}`,
      }));
    });
    await this.#send(this.#queueUrl, messages);
  }
}

/**
 * A shard as message bodies, each within bounds: frames that do not fit together go one by one, and
 * recipients that are too many for a frame's message are split.
 */
export function writeShard(shard: DeliveryShard): string[] {
  const whole = write(shard);
  if (Buffer.byteLength(whole) <= requestBytesMax) return [whole];
  const { frames, recipients } = shard;
  if (frames.length > 1) return frames.flatMap((frame) => writeShard({ ...shard, frames: [frame] }));
  if (recipients.length < 2) throw new RangeError("a frame does not fit into a message of the queue");
  const half = Math.ceil(recipients.length / 2);
  return [recipients.slice(0, half), recipients.slice(half)].flatMap((part) =>
    writeShard({ ...shard, recipients: part }),
  );
}

function write({ room, shard, firstSeq, lastSeq, frames, recipients }: DeliveryShard): string {
  const pairs = recipients.map(({ connectionId, user }) => [connectionId, user] as const);
  return JSON.stringify({ room, shard, firstSeq, lastSeq, frames, recipients: pairs });
}

/** A deduplication id takes 128 characters: the body's digest says best what is the same. */
function digest(body: string): string {
  return createHash("sha256").update(body).digest("base64url");
}

/**
 * The shard that a message of the queue carries.
 *
 * @throws {Error} for a body that is none of ours.
 */
export function readDeliveryShard(body: string): DeliveryShard {
  const { recipients, ...shard } = Shard.parse(JSON.parse(body));
  return { ...shard, recipients: recipients.map(([connectionId, user]) => ({ connectionId, user })) };
}
