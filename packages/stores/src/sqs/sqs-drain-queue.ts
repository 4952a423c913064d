import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { DrainQueue } from "@parley/chat/message/drain-queue";
import { RoomId } from "@parley/protocol";
import * as z from "zod";
import { callSqs } from "./call-sqs.ts";

/** SQS delays by whole seconds, 15 minutes at most. */
const delaySecondsMax = 900;

const DrainRequest = z.object({ room: RoomId });

/** `DrainQueue` on a standard SQS queue: asking twice is harmless, so nothing is deduplicated or ordered. */
export class SqsDrainQueue implements DrainQueue {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async push(room: RoomId, delayMs: number): Promise<void> {
    const command = new SendMessageCommand({
      QueueUrl: this.#queueUrl,
      MessageBody: JSON.stringify({ room } satisfies z.infer<typeof DrainRequest>),
      DelaySeconds: Math.min(delaySecondsMax, Math.ceil(delayMs / 1_000)),
    });
    await callSqs(() => this.#client.send(command));
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
