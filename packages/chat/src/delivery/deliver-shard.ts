import type { RoomLog } from "../message/room-log.ts";
import { type DeliverDeps, deliverFrames } from "./deliver-frames.ts";
import type { DeliveryShard } from "./delivery-queue.ts";

export interface DeliverShardDeps extends DeliverDeps {
  readonly log: Pick<RoomLog, "detach" | "stillListening">;
}

/** So long what was read of who listens may be acted upon; what is not posted by then is left to gap repair. */
const shardTimeMaxMs = 4_000;

/**
 * Posts a shard's frames to those of its recipients who still listen: who left, or was removed, since it was
 * pushed gets nothing any more. To do it twice is harmless: clients know what they have seen by its seq.
 *
 * @throws {ChatError} `unavailable` when it cannot be known who still listens: the shard is to be tried again.
 */
export async function deliverShard(deps: DeliverShardDeps, shard: DeliveryShard): Promise<void> {
  const { room, recipients, frames } = shard;
  // Counted from before the question: its answer may come late, and this function be frozen meanwhile.
  const endsAtMs = deps.clock.now() + shardTimeMaxMs;
  const ids = recipients.map(({ connectionId }) => connectionId);
  const listening = new Set(await deps.log.stillListening(room, ids));
  const left = recipients.filter(({ connectionId }) => listening.has(connectionId));
  const encoder = new TextEncoder();
  const encoded = frames.map((frame) => encoder.encode(frame));
  await deliverFrames(deps, left, encoded, { room, endsAtMs });
}
