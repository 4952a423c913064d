import type { RoomId } from "@parley/protocol";
import type { LogEntry, Recipient } from "../message/room-log.ts";
import { buildEventFrames } from "./build-event-frames.ts";
import { type DeliverDeps, deliverFrames } from "./deliver-frames.ts";
import type { DeliveryQueue, DeliveryShard } from "./delivery-queue.ts";

export interface DeliverEventsDeps extends DeliverDeps {
  /**
   * How audiences are served that are too large for one Lambda, in shards of about as many as one is not too large
   * for; without it they are posted to directly.
   */
  readonly largeAudiences?: { readonly queue: DeliveryQueue; readonly recipientsAbove: number } | undefined;
}

export interface DeliverEventsInput {
  readonly room: RoomId;
  readonly entries: readonly LogEntry[];
  readonly recipients: readonly Recipient[];
  /** Of the log that they come from (`Batch`). */
  readonly epoch: string;
  /** When the caller's lease may have run out. */
  readonly endsAtMs: number;
}

const shardsMax = 16;

/** Shows durable events to an audience: directly, or through the queue in shards when it is large. */
export async function deliverEvents(deps: DeliverEventsDeps, input: DeliverEventsInput): Promise<void> {
  const { room, entries, recipients, epoch, endsAtMs } = input;
  if (recipients.length === 0 || entries.length === 0) return;
  const frames = buildEventFrames(room, entries, epoch);
  const { largeAudiences: large } = deps;
  if (large !== undefined && recipients.length > large.recipientsAbove) {
    const pushed = await large.queue.push(toShards(input, frames, large.recipientsAbove)).then(
      () => true,
      () => false,
    );
    if (pushed) return;
  }
  await deliverFrames(deps, recipients, frames, { room, endsAtMs });
}

/** A connection stays in its shard while the audience needs as many, so that what follows it there comes later. */
function toShards(
  { room, entries, recipients }: DeliverEventsInput,
  frames: readonly Uint8Array[],
  perShard: number,
): DeliveryShard[] {
  const count = countShards(recipients.length, perShard);
  const texts = frames.map((frame) => new TextDecoder().decode(frame));
  const span = { room, firstSeq: entries[0]?.seq ?? 0, lastSeq: entries.at(-1)?.seq ?? 0, frames: texts };
  const parts = Map.groupBy(recipients, ({ connectionId }) => hash(connectionId) % count);
  return [...parts].map(([shard, part]) => Object.assign({ shard, recipients: part }, span));
}

/**
 * As many as it takes for about `perShard` in each. Powers of two: an audience that grows slowly seldom needs more,
 * and those who move then may have a frame before the one in front of it, which clients put right.
 */
function countShards(recipients: number, perShard: number): number {
  let count = 2;
  while (count < shardsMax && recipients > count * perShard) count *= 2;
  return count;
}

/** FNV-1a, which spreads the gateway's ids well enough. */
function hash(connectionId: string): number {
  let hashed = 0x811c9dc5;
  for (let at = 0; at < connectionId.length; at += 1) {
    hashed = Math.imul(hashed ^ connectionId.charCodeAt(at), 0x01000193);
  }
  return hashed >>> 0;
}
