import type { Event, RoomId, UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import { toTimestamp } from "../clock.ts";
import { refuseStranger } from "../membership/refuse-stranger.ts";
import { drainRoom } from "./drain-room.ts";
import { type EventDraft, keyOf, renderEventText, writeEventText } from "./event-draft.ts";
import { effectOf, type Requirement, requirementOf, subjectOf } from "./event-policy.ts";
import { hydrateRoom } from "./hydrate-room.ts";
import type { LogDeps } from "./log-deps.ts";
import type { AppendInput, AppendOutcome, AppendRefusal, Guard } from "./room-log.ts";

export interface AppendEventInput {
  readonly room: RoomId;
  readonly user: UserId;
  readonly draft: EventDraft;
  /** The client's own id for the request: the same one appends once, for ever. */
  readonly clientId?: string | undefined;
  readonly guard?: Guard | undefined;
  /** What the actor must be, where the draft alone does not say it (`requirementOf`). */
  readonly requires?: Requirement | undefined;
  /** A connection that waits for the event itself, not for this call: it is told when that fails. */
  readonly origin?: string | undefined;
}

/** The guard's subject changed meanwhile: the decision is to be made anew. */
export class ContendedError extends Error {
  override readonly name = "ContendedError";
}

export interface Appended {
  readonly seq: number;
  readonly event: Event;
  /** The event was there already: this call changed nothing. */
  readonly repeated: boolean;
}

/** An append that went through; what came of it is not durable yet, unless `mark` says so. */
export type Standing = Extract<AppendOutcome, { kind: "appended" | "repeated" }>;

const durableTimeoutMs = 6_000;
const pollDelaysMs = [2, 4, 8, 15, 25, 25, 25, 25, 50];
const pollDelayMaxMs = 100;

/**
 * Appends an event and resolves once it is durable and was delivered.
 *
 * @throws {ChatError} `not_found`, `forbidden` or `conflict` when the actor may not do that; `invalid` for what
 *   Postgres cannot store; `rate_limited` in slow mode; `unavailable` when it could not be made durable in time. With a client id the same call
 *   may then be repeated.
 * @throws {ContendedError} when the guard's subject changed since its basis.
 */
export async function appendEvent(deps: LogDeps, input: AppendEventInput): Promise<Appended> {
  const entry = prepareAppend(deps, input);
  return seeThrough(deps, entry, await appendHot(deps, entry));
}

/**
 * Sees an append through until it is durable and was delivered.
 *
 * Appending is idempotent by key, so the way to wait for another drainer, to take over from a dead one
 * and to survive the loss of Redis is one and the same: append again.
 *
 * @throws as `appendEvent`.
 */
export async function seeThrough(deps: LogDeps, entry: AppendInput, appended: Standing): Promise<Appended> {
  const { room, lease, eventId: own } = entry;
  const deadlineMs = deps.clock.now() + durableTimeoutMs;
  const repeated = appended.kind === "repeated";
  let standing = appended;
  for (let poll = 0; ; poll += 1) {
    if (standing.mark >= standing.seq) return toAppended(entry, standing.seq, repeated);
    const first = standing.batch ?? standing.pause;
    if (first !== undefined) {
      const drained = await drainRoom(deps, { room, lease, first, own });
      if (!drained.renumbered && drained.upTo >= standing.seq)
        return toAppended(entry, standing.seq, repeated);
      if (drained.failure !== undefined) throw drained.failure.cause;
      if (drained.unfit) throw new ChatError("invalid", { message: "That cannot be stored." });
    } else {
      await deps.clock.sleep(pollDelaysMs[poll] ?? pollDelayMaxMs);
    }
    if (deps.clock.now() > deadlineMs) break;
    standing = await appendHot(deps, entry);
  }
  throw new ChatError("unavailable", { message: "The room is busy. Try again." });
}

export function prepareAppend(deps: Pick<LogDeps, "clock" | "newId">, input: AppendEventInput): AppendInput {
  const { room, user, draft, clientId, guard, origin } = input;
  const eventId = deps.newId("evt");
  const head = { room, user, at: toTimestamp(deps.clock.now()), ...(clientId !== undefined && { clientId }) };
  return {
    room,
    user,
    eventId,
    key: keyOf({ user, clientId, eventId }),
    text: writeEventText(head, draft),
    requires: input.requires ?? requirementOf(user, draft),
    effect: effectOf(draft),
    subject: subjectOf(draft, user),
    guard,
    origin,
    lease: { token: deps.newId("lease") },
  };
}

/** Appends, making the room hot first when it is cold. */
export async function appendHot(deps: LogDeps, entry: AppendInput): Promise<Standing> {
  for (let attempt = 0; attempt < hydrationsMax; attempt += 1) {
    const outcome = await deps.log.append(entry);
    if (outcome.kind === "refused" && outcome.code === "not_found") await refuseStranger(deps, entry);
    if (outcome.kind === "refused") throw toChatError(outcome);
    if (outcome.kind === "contended") throw new ContendedError();
    if (outcome.kind !== "cold") return outcome;
    if (!isNeverRefused(entry.requires)) await refuseStranger(deps, entry);
    await hydrateRoom(deps, entry.room);
  }
  throw new ChatError("unavailable", { message: "The room does not stay in memory. Try again." });
}

function isNeverRefused({ be }: Requirement): boolean {
  return be === "stranger" || be === "steward";
}

/** A room that is lost again right after it was made hot, so often, is a store that does not work. */
const hydrationsMax = 4;

function toChatError(refusal: AppendRefusal): ChatError {
  if (refusal.code === "rate_limited") {
    const message = "The room is in slow mode.";
    return new ChatError(refusal.code, { message, retryAfterMs: refusal.retryAfterMs });
  }
  return new ChatError(refusal.code);
}

function toAppended(entry: AppendInput, seq: number, repeated: boolean): Appended {
  return { seq, repeated, event: JSON.parse(renderEventText(entry.text, seq)) as Event };
}
