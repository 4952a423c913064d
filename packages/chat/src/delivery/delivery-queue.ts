import type { RoomId } from "@parley/protocol";
import type { Recipient } from "../message/room-log.ts";

/** A part of a large audience, and what it is to have: posted by whoever reads the queue (`deliverShard`). */
export interface DeliveryShard {
  readonly room: RoomId;
  /** Which part; a connection is of the same one while there are as many parts. */
  readonly shard: number;
  /** What the frames hold, so that the same shard pushed twice is known to be. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** `events` frames as JSON text, ascending. */
  readonly frames: readonly string[];
  readonly recipients: readonly Recipient[];
}

/**
 * The way to the audience of a large room. Shards of one number and room are given out in the order in which
 * they were pushed, one after the other; each at least once.
 */
export interface DeliveryQueue {
  /** Throws `ChatError("unavailable")` when the queue is out of reach; some shards may have been taken. */
  push(shards: readonly DeliveryShard[]): Promise<void>;
}
