import type { RoomId } from "@parley/protocol";
import { deliverEvents } from "../delivery/deliver-events.ts";
import { type HealInput, healRoom } from "./heal-room.ts";
import type { LogDeps } from "./log-deps.ts";
import type { Audience, Batch, Lease, LogEntry, Pause } from "./room-log.ts";
import { tellError, tellUnavailable } from "./tell-origin.ts";

/** A drainer passes the room on after so long, so that one Lambda is not kept by a busy room for ever. */
const drainTimeMaxMs = 8_000;
const healsMax = 5;
/**
 * A batch of so many events is more than anybody reads as they come: the next is taken after a window so many times
 * as long, up to this. The longer window gathers more, so that a room enters and leaves the flood at rates apart.
 */
const floodEvents = 25;
const floodTimes = 3;
const floodWindowMaxMs = 250;
/** A busy room's outgoing webhooks are asked for once in this time. */
const hooksIntervalMs = 1_000;
/** When a drainer gives up because a store is away, another is to try after so long. */
const retryAfterMs = 2_000;

export interface Drained {
  /** Everything up to here is durable and was delivered. */
  readonly upTo: number;
  /** Pending events were numbered anew: a seq given by an append before is no longer to be believed. */
  readonly renumbered: boolean;
  /** The drainer's own event is one that cannot be stored, and was dropped. */
  readonly unfit: boolean;
  /** Why the drainer gave up, with work left over; others go on with it. */
  readonly failure?: { readonly cause: unknown };
}

export interface DrainInput {
  readonly room: RoomId;
  readonly lease: Lease;
  readonly first: Batch | Pause;
  /** The event id of the drainer's own append: whoever waits for that one is answered by the caller. */
  readonly own?: string | undefined;
}

/** One drainer's turn. */
interface Turn extends DrainInput {
  readonly deadlineMs: number;
  /** When the last batch was taken, or, before the first, the lease. */
  takenAtMs: number;
  /** When the lease was last known to be extended, by this drainer's clock. */
  leasedAtMs: number;
  upTo: number;
  /** The last batch that was shown. */
  shown?: Batch;
  heals: number;
  unfit: boolean;
  /** Outgoing webhooks for which something became durable since they were last asked for, at `hooksAskedMs`. */
  hooks: readonly string[];
  hooksAskedMs: number;
}

/**
 * Takes what is pending to Postgres and then to its audience, batch by batch, until the room is quiet. In a
 * busy room it waits before each batch, so that posts grow with time and not with messages: a Lambda that
 * waits costs about a hundredth of the posts that it saves.
 *
 * Only the holder of the lease may call it. It may die at any await: nothing is visible before it is
 * durable, the watermark moves last, and whoever takes over begins there; to commit and to deliver twice
 * is harmless. When it gives up, the lease has been given back, nothing is lost, those who wait have been
 * told, and the room is taken up again soon. It never throws.
 */
export async function drainRoom(deps: LogDeps, input: DrainInput): Promise<Drained> {
  const nowMs = deps.clock.now();
  const begun = {
    takenAtMs: nowMs,
    leasedAtMs: nowMs,
    upTo: 0,
    heals: 0,
    unfit: false,
    hooks: [],
    hooksAskedMs: nowMs,
  };
  const turn: Turn = { ...input, ...begun, deadlineMs: nowMs + drainTimeMaxMs };
  let next: Batch | Pause | undefined = input.first;
  try {
    while (next !== undefined && deps.clock.now() <= turn.deadlineMs && turn.heals <= healsMax) {
      next = "windowMs" in next ? await waitForMore(deps, turn, next) : await drainBatch(deps, turn, next);
      if (deps.clock.now() - turn.hooksAskedMs >= hooksIntervalMs) await askForHooks(deps, turn);
    }
    if (next !== undefined) await passOn(deps, turn, 0);
  } catch (cause) {
    await giveUp(deps, turn, next !== undefined && "entries" in next ? next.entries : [], cause);
    return { ...toDrained(turn), failure: { cause } };
  } finally {
    await askForHooks(deps, turn);
  }
  return toDrained(turn);
}

/** Best effort: a hook knows by its cursor what it lacks, and the sweep asks for those that nobody asked for. */
async function askForHooks(deps: LogDeps, turn: Turn): Promise<void> {
  const { hooks } = turn;
  turn.hooks = [];
  turn.hooksAskedMs = deps.clock.now();
  await Promise.allSettled(hooks.map((hook) => deps.hookQueue?.push(hook, 0)));
}

function toDrained({ upTo, heals, unfit }: Turn): Drained {
  return { upTo, renumbered: heals > 0, unfit };
}

/** Lets the window of a busy room pass, as far as the last batch has not used it up, and takes the tail. */
async function waitForMore(deps: LogDeps, turn: Turn, { windowMs }: Pause): Promise<Batch | undefined> {
  const isFlooded = (turn.shown?.entries.length ?? 0) >= floodEvents;
  const wholeMs = isFlooded
    ? Math.max(windowMs, Math.min(windowMs * floodTimes, floodWindowMaxMs))
    : windowMs;
  const leftMs = turn.takenAtMs + wholeMs - deps.clock.now();
  if (leftMs > 0) await deps.clock.sleep(leftMs);
  const startedMs = deps.clock.now();
  const batch = await deps.log.acquire(turn.room, turn.lease);
  if (batch === undefined && turn.shown !== undefined) return partFromShown(deps, turn, turn.shown);
  turn.leasedAtMs = startedMs;
  return batch;
}

/** What was pending is gone from the log: another drains it, or Redis lost the room while this one waited. */
async function partFromShown(deps: LogDeps, turn: Turn, shown: Batch): Promise<Batch | undefined> {
  const { room, lease, upTo } = turn;
  const { digest, audience } = shown;
  const { kind } = await deps.log.renew({ room, lease, upTo, digest, audienceVersion: audience.version });
  return kind === "held" ? undefined : part(deps, turn, shown, kind);
}

/** Commits a batch and shows it; returns what is next. */
async function drainBatch(deps: LogDeps, turn: Turn, batch: Batch): Promise<Batch | Pause | undefined> {
  const { room } = turn;
  const startedMs = deps.clock.now();
  turn.takenAtMs = startedMs;
  const outcome = await deps.events.commit(room, batch.entries);
  switch (outcome.kind) {
    case "committed":
      turn.hooks = outcome.hooks ?? [];
      return showBatch(deps, turn, batch, deps.clock.now() - startedMs);
    case "conflict":
      return heal(deps, turn, { repeats: outcome.repeats });
    case "unfit": {
      const { key, cause } = outcome;
      const eventId = batch.entries.find((entry) => entry.key === key)?.eventId ?? "";
      deps.watch?.report({ kind: "unfit", room, eventId, cause });
      turn.unfit ||= eventId === turn.own;
      return heal(deps, turn, { drop: [key] });
    }
    case "absent":
      await deps.log.forget(room);
      await Promise.all(batch.entries.map((entry) => tellError(deps, entry, "not_found")));
      return undefined;
  }
}

/** Delivers what is committed, and only then moves the watermark. */
async function showBatch(
  deps: LogDeps,
  turn: Turn,
  batch: Batch,
  commitMs: number,
): Promise<Batch | Pause | undefined> {
  const { room, lease } = turn;
  const committed = { room, lease, upTo: lastSeq(batch.entries), digest: batch.digest };
  let { audience: listening } = batch;
  if (deps.clock.now() - turn.leasedAtMs > deps.log.leaseMs / 2) {
    // Whoever took over shows it, and may by now know that somebody is not to see it any more; one who took
    // over and died as well is not known of, but the log knows who is left.
    const startedMs = deps.clock.now();
    const renewed = await deps.log.renew({ ...committed, audienceVersion: listening.version });
    if (renewed.kind !== "held") return part(deps, turn, batch, renewed.kind);
    turn.leasedAtMs = startedMs;
    listening = renewed.audience ?? listening;
  }
  const deliveringMs = deps.clock.now();
  await deliverBatch(deps, turn, batch, listening);
  turn.upTo = committed.upTo;
  deps.watch?.report({
    kind: "drained",
    room,
    eventIds: batch.entries.map((entry) => entry.eventId),
    lastSeq: committed.upTo,
    recipients: listening.recipients.length,
    commitMs,
    deliveryMs: deps.clock.now() - deliveringMs,
  });
  const startedMs = deps.clock.now();
  const settled = await deps.log.settle({ ...committed, audienceVersion: listening.version });
  turn.leasedAtMs = startedMs;
  turn.shown = batch;
  if (settled.kind !== "more" && settled.kind !== "quiet" && settled.kind !== "busy") {
    return part(deps, turn, batch, settled.kind);
  }
  const { audience } = settled.kind === "more" ? settled.batch : settled;
  if (audience !== undefined)
    await deliverToLateComers(deps, turn, { ...batch, audience: listening }, audience);
  if (settled.kind === "quiet") return undefined;
  if (settled.kind === "busy") return settled;
  return { ...settled.batch, audience: audience ?? listening };
}

/**
 * What is durable is not what the log holds (any more). Where Redis lost the room, others may wait for what was
 * lost with it, and nobody knows of them: the batch is shown again out of the log's new epoch, which tells them.
 */
async function part(
  deps: LogDeps,
  turn: Turn,
  batch: Batch,
  kind: "lost" | "cold" | "diverged",
): Promise<Batch | undefined> {
  if (kind === "lost") return undefined;
  return heal(deps, turn, kind === "cold" ? { shownUpTo: firstSeq(batch.entries) - 1 } : {});
}

/**
 * Who began to listen while the batch was under way was told the old watermark, and is not in the batch's
 * audience: the same events go to them as well.
 */
async function deliverToLateComers(
  deps: LogDeps,
  turn: Turn,
  batch: Batch,
  audience: Audience,
): Promise<void> {
  const served = new Set(batch.audience.recipients.map((recipient) => recipient.connectionId));
  const recipients = audience.recipients.filter((recipient) => !served.has(recipient.connectionId));
  await deliverBatch(deps, turn, batch, { version: audience.version, recipients });
}

/** Nothing is posted by a lease that may have run out: whoever holds the next knows who is still to see it. */
async function deliverBatch(
  deps: LogDeps,
  { room, leasedAtMs }: Turn,
  { entries, epoch }: Pick<Batch, "entries" | "epoch">,
  { recipients }: Audience,
): Promise<void> {
  const endsAtMs = leasedAtMs + deps.log.leaseMs;
  await deliverEvents(deps, { room, entries, recipients, epoch, endsAtMs });
}

async function heal(
  deps: LogDeps,
  turn: Turn,
  found: Pick<HealInput, "repeats" | "drop" | "shownUpTo">,
): Promise<Batch | undefined> {
  turn.heals += 1;
  const startedMs = deps.clock.now();
  const batch = await healRoom(deps, { room: turn.room, lease: turn.lease, ...found });
  turn.leasedAtMs = startedMs;
  return batch;
}

async function giveUp(deps: LogDeps, turn: Turn, batch: readonly LogEntry[], cause: unknown): Promise<void> {
  const unseen = batch.filter((entry) => entry.seq > turn.upTo);
  deps.watch?.report({ kind: "gave_up", room: turn.room, pending: unseen.length, cause });
  await passOn(deps, turn, retryAfterMs);
  const waiting = unseen.filter((entry) => entry.eventId !== turn.own);
  await tellUnavailable(deps, waiting);
}

/**
 * Gives the lease back with work left over, and sees to it that somebody takes it up. Once: while a store is
 * away every append gives up, and each asking for a drain of its own would be a flood when it comes back.
 */
async function passOn(deps: LogDeps, { room, lease }: Turn, delayMs: number): Promise<void> {
  const unasked = await deps.log.release(room, lease.token).catch(() => true);
  if (unasked) await deps.drainQueue?.push(room, delayMs).catch(() => undefined);
}

function firstSeq(entries: readonly LogEntry[]): number {
  return entries[0]?.seq ?? 0;
}

function lastSeq(entries: readonly LogEntry[]): number {
  return entries.at(-1)?.seq ?? 0;
}
