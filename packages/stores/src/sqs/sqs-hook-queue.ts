import type { HookQueue } from "@parley/chat/hook/outgoing-hook-store";
import * as z from "zod";
import type { AwsJsonClient } from "../aws/json-client.ts";

const HookRequest = z.object({ hook: z.string().regex(/^[\w-]{1,64}$/, "must be an id") });

/** `HookQueue` on a standard SQS queue: asking twice is harmless, so nothing is deduplicated or ordered. */
export class SqsHookQueue implements HookQueue {
  readonly #client: AwsJsonClient;
  readonly #queueUrl: string;

  constructor(client: AwsJsonClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async push(hook: string, delayMs: number): Promise<void> {
    const input = {
      QueueUrl: this.#queueUrl,
      MessageBody: JSON.stringify({ hook } satisfies z.infer<typeof HookRequest>),
      DelaySeconds: Math.ceil(delayMs / 1_000),
    };
    await this.#client.call("SendMessage", input, this.#queueUrl);
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
