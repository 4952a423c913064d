import type { DrainQueue } from "@parley/chat/message/drain-queue";
import { RoomId } from "@parley/protocol";
import * as z from "zod";
import type { QueueSender } from "./queue-sender.ts";

/** SQS delays by whole seconds, 15 minutes at most. */
const delaySecondsMax = 900;

const DrainRequest = z.object({ room: RoomId });

/** `DrainQueue` on a standard SQS queue: asking twice is harmless, so nothing is deduplicated or ordered. */
export class SqsDrainQueue implements DrainQueue {
  readonly #send: QueueSender;
  readonly #queueUrl: string;

  constructor(send: QueueSender, queueUrl: string) {
    this.#send = send;
    this.#queueUrl = queueUrl;
  }

  async push(room: RoomId, delayMs: number): Promise<void> {
    const message = {
      MessageBody: JSON.stringify({ room } satisfies z.infer<typeof DrainRequest>),
      DelaySeconds: Math.min(delaySecondsMax, Math.ceil(delayMs / 1_000)),
    };
    await this.#send(this.#queueUrl, [message]);
  }
}

/**
 * The room that a message of the queue asks to be drained.
 *
 * @throws {Error} for a body that is none of ours.
 */
export function readDrainRequest(body: string): RoomId {
  return DrainRequest.parse(JSON.parse(body)).room;
}
