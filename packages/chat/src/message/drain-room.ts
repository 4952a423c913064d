import type { RoomId } from "@parley/protocol";
import { buildEventFrames } from "../delivery/build-event-frames.ts";
import { deliverFrames } from "../delivery/deliver-frames.ts";
import { loadSnapshot } from "./hydrate-room.ts";
import type { LogDeps } from "./log-deps.ts";
import type { Audience, Batch, Lease, LogEntry } from "./room-log.ts";

/** A drainer passes the room on after so long, so that one Lambda is not kept by a busy room for ever. */
const drainTimeMaxMs = 8_000;
const healsMax = 5;

export interface Drained {
  /** Everything up to here is durable and was delivered. */
  readonly upTo: number;
  /** Pending events were numbered anew: a seq given by an append before is no longer to be believed. */
  readonly renumbered: boolean;
}

/**
 * Takes what is pending to Postgres and then to its audience, batch by batch, until the room is quiet.
 *
 * Only the holder of the lease may call it. It may die at any await: nothing is visible before it is
 * durable, the watermark moves last, and whoever takes over begins there; to commit and to deliver twice
 * is harmless. When it throws (`unavailable`), the lease has been given back and nothing is lost.
 */
export async function drainRoom(deps: LogDeps, room: RoomId, lease: Lease, first: Batch): Promise<Drained> {
  const deadlineMs = deps.clock.now() + drainTimeMaxMs;
  let batch: Batch | undefined = first;
  let upTo = 0;
  let heals = 0;
  try {
    while (batch !== undefined) {
      const outcome = await deps.events.commit(room, batch.entries);
      if (outcome.kind !== "committed") {
        heals += 1;
        if (outcome.kind === "absent" || heals > healsMax) break;
        batch = await healRoom(deps, room, lease, outcome.repeats);
        continue;
      }
      const current: Batch = batch;
      await deliverBatch(deps, room, current.entries, current.audience);
      upTo = lastSeq(current.entries);
      batch = await settleBatch(deps, room, lease, current, upTo);
      if (batch !== undefined && deps.clock.now() > deadlineMs) break;
    }
    if (batch !== undefined) await deps.log.release(room, lease.token);
  } catch (cause) {
    await deps.log.release(room, lease.token).catch(() => undefined);
    throw cause;
  }
  return { upTo, renumbered: heals > 0 };
}

async function settleBatch(
  deps: LogDeps,
  room: RoomId,
  lease: Lease,
  batch: Batch,
  upTo: number,
): Promise<Batch | undefined> {
  const audienceVersion = batch.audience.version;
  const settled = await deps.log.settle({ room, lease, upTo, audienceVersion });
  if (settled.kind === "lost") return undefined;
  const audience = settled.kind === "more" ? settled.batch.audience : settled.audience;
  if (audience !== undefined && audience.version !== audienceVersion) {
    await deliverToLateComers(deps, room, batch, audience);
  }
  return settled.kind === "more" ? settled.batch : undefined;
}

/**
 * Who began to listen while the batch was under way was told the old watermark, and is not in the batch's
 * audience: the same events go to them as well.
 */
async function deliverToLateComers(
  deps: LogDeps,
  room: RoomId,
  batch: Batch,
  audience: Audience,
): Promise<void> {
  const served = new Set(batch.audience.recipients.map((recipient) => recipient.connectionId));
  const recipients = audience.recipients.filter((recipient) => !served.has(recipient.connectionId));
  await deliverBatch(deps, room, batch.entries, { version: audience.version, recipients });
}

async function deliverBatch(
  deps: LogDeps,
  room: RoomId,
  entries: readonly LogEntry[],
  audience: Audience,
): Promise<void> {
  if (audience.recipients.length === 0) return;
  await deliverFrames(deps, audience.recipients, buildEventFrames(room, entries));
}

/** Takes the durable log for the truth and numbers what is pending anew behind it. */
async function healRoom(
  deps: LogDeps,
  room: RoomId,
  lease: Lease,
  repeats: readonly { readonly key: string; readonly seq: number }[],
): Promise<Batch | undefined> {
  const snapshot = await loadSnapshot(deps, room);
  if (snapshot === undefined) return undefined;
  const rebased = await deps.log.rebase({ ...snapshot, seen: [...snapshot.seen, ...repeats] }, lease);
  return rebased.kind === "rebased" ? rebased.batch : undefined;
}

function lastSeq(entries: readonly LogEntry[]): number {
  return entries.at(-1)?.seq ?? 0;
}
