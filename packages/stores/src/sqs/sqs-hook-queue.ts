import type { HookQueue } from "@parley/chat/hook/outgoing-hook-store";
import * as z from "zod";
import type { QueueSender } from "./queue-sender.ts";

const HookRequest = z.object({ hook: z.string().regex(/^[\w-]{1,64}$/, "must be an id") });

/** `HookQueue` on a standard SQS queue: asking twice is harmless, so nothing is deduplicated or ordered. */
export class SqsHookQueue implements HookQueue {
  readonly #send: QueueSender;
  readonly #queueUrl: string;

  constructor(send: QueueSender, queueUrl: string) {
    this.#send = send;
    this.#queueUrl = queueUrl;
  }

  async push(hook: string, delayMs: number): Promise<void> {
    const message = {
      MessageBody: JSON.stringify({ hook } satisfies z.infer<typeof HookRequest>),
      DelaySeconds: Math.ceil(delayMs / 1_000),
    };
    await this.#send(this.#queueUrl, [message]);
  }
}

/**
 * The hook that a message of the queue asks to be sent for.
 *
 * @throws {Error} for a body that is none of ours.
 */
export function readHookRequest(body: string): string {
  return HookRequest.parse(JSON.parse(body)).hook;
}
