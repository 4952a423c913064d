import type { RoomId } from "@parley/protocol";
import { deliverEvents } from "../delivery/deliver-events.ts";
import { loadSnapshot } from "./hydrate-room.ts";
import type { LogDeps } from "./log-deps.ts";
import type { Batch, Lease, RebaseOutcome, RoomSnapshot } from "./room-log.ts";
import { tellDropped } from "./tell-origin.ts";

/** Snapshots that turn out too old, since another drainer goes on meanwhile. */
const loadsMax = 3;
/** What a dead drainer left unseen is posted after all, unless it is so much that fetching it is better. */
const caughtUpMax = 100;

type Rebased = Extract<RebaseOutcome, { kind: "rebased" }>;

export interface HealInput {
  readonly room: RoomId;
  readonly lease: Lease;
  /** Keys that were found durable beyond what a snapshot holds. */
  readonly repeats?: readonly { readonly key: string; readonly seq: number }[];
  /** Keys of pending entries that cannot be committed. */
  readonly drop?: readonly string[];
  /** Where the log was lost: what of it had been shown for certain. */
  readonly shownUpTo?: number;
}

/**
 * Takes the durable log for the truth: makes the hot log a continuation of it, numbers what is pending anew
 * behind it, posts what had become durable unseen, and tells those whose event has no place any more.
 *
 * Returns what is pending still, under the lease; undefined when nothing is, or when another holds it.
 */
export async function healRoom(deps: LogDeps, input: HealInput): Promise<Batch | undefined> {
  const { room, lease, repeats = [], drop = [], shownUpTo } = input;
  for (let load = 0; load < loadsMax; load += 1) {
    const loaded = await loadSnapshot(deps, room);
    if (loaded === undefined) break;
    const snapshot = { ...loaded, seen: [...loaded.seen, ...repeats] };
    const startedMs = deps.clock.now();
    const rebased = await deps.log.rebase({ snapshot, lease, drop });
    if (rebased.kind === "lost") return undefined;
    if (rebased.kind === "behind") continue;
    deps.watch?.report({ kind: "healed", room, dropped: rebased.dropped.length });
    const from = Math.min(rebased.markBefore ?? snapshot.headSeq, shownUpTo ?? snapshot.headSeq);
    await deliverUnseen(deps, snapshot, { ...rebased, from }, startedMs + deps.log.leaseMs);
    await tellDropped(deps, rebased.dropped);
    return rebased.batch;
  }
  // Postgres knows less than Redis, and stays so: it was restored, and it is the truth. Or the room is gone.
  await deps.log.forget(room);
  return undefined;
}

async function deliverUnseen(
  deps: LogDeps,
  snapshot: RoomSnapshot,
  { from, audience, epoch }: { from: number } & Pick<Rebased, "audience" | "epoch">,
  endsAtMs: number,
): Promise<void> {
  const entries = snapshot.entries.filter((entry) => entry.seq > from);
  if (snapshot.headSeq - from > caughtUpMax) return;
  const { room } = snapshot;
  await deliverEvents(deps, { room, entries, recipients: audience.recipients, epoch, endsAtMs });
}
