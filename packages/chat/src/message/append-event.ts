import type { Event, RoomId, UserId } from "@parley/protocol";
import { toTimestamp } from "../clock.ts";
import { ChatError } from "../chat-error.ts";
import { drainRoom } from "./drain-room.ts";
import { effectOf, requirementOf } from "./event-policy.ts";
import { type EventDraft, keyOf, renderEventText, writeEventText } from "./event-draft.ts";
import { hydrateRoom } from "./hydrate-room.ts";
import type { LogDeps } from "./log-deps.ts";
import type { AppendInput, AppendOutcome, Guard } from "./room-log.ts";

export interface AppendEventInput {
  readonly room: RoomId;
  readonly user: UserId;
  readonly draft: EventDraft;
  /** The client's own id for the request: the same one appends once, for ever. */
  readonly clientId?: string | undefined;
  readonly guard?: Guard | undefined;
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

const durableTimeoutMs = 6_000;
const pollDelaysMs = [2, 4, 8, 15, 25];

/**
 * Appends an event and resolves once it is durable and was delivered.
 *
 * Appending is idempotent by key, so the way to wait for another drainer, to take over from a dead one
 * and to survive the loss of Redis is one and the same: append again.
 *
 * @throws {ChatError} `not_found`, `forbidden` or `conflict` when the actor may not do that; `unavailable`
 *   when it could not be made durable in time. With a client id the same call may then be repeated.
 * @throws {ContendedError} when the guard's subject changed since its basis.
 */
export async function appendEvent(deps: LogDeps, input: AppendEventInput): Promise<Appended> {
  const entry = prepareAppend(deps, input);
  const deadlineMs = deps.clock.now() + durableTimeoutMs;
  let repeated: boolean | undefined;
  for (let poll = 0; deps.clock.now() <= deadlineMs; poll += 1) {
    const outcome = await appendHot(deps, entry);
    repeated ??= outcome.kind === "repeated";
    if (outcome.mark >= outcome.seq) return toAppended(entry, outcome.seq, repeated);
    if (outcome.batch !== undefined) {
      const drained = await drainRoom(deps, input.room, entry.lease, outcome.batch);
      if (!drained.renumbered && drained.upTo >= outcome.seq) return toAppended(entry, outcome.seq, repeated);
    } else {
      await deps.clock.sleep(pollDelaysMs[Math.min(poll, pollDelaysMs.length - 1)] ?? 0);
    }
  }
  throw new ChatError("unavailable", { message: "The room is busy. Try again." });
}

export function prepareAppend(deps: Pick<LogDeps, "clock" | "newId">, input: AppendEventInput): AppendInput {
  const { room, user, draft, clientId } = input;
  const eventId = deps.newId("evt");
  const head = { room, user, at: toTimestamp(deps.clock.now()), ...(clientId !== undefined && { clientId }) };
  return {
    room,
    user,
    eventId,
    key: keyOf({ user, clientId, eventId }),
    text: writeEventText(head, draft),
    requires: requirementOf(user, draft),
    effect: effectOf(draft),
    guard: input.guard,
    lease: { token: deps.newId("lease") },
  };
}

/** Appends, making the room hot first when it is cold. */
export async function appendHot(
  deps: LogDeps,
  entry: AppendInput,
): Promise<Extract<AppendOutcome, { kind: "appended" | "repeated" }>> {
  for (let attempt = 0; attempt < hydrationsMax; attempt += 1) {
    const outcome = await deps.log.append(entry);
    if (outcome.kind === "refused") throw new ChatError(outcome.code);
    if (outcome.kind === "contended") throw new ContendedError();
    if (outcome.kind !== "cold") return outcome;
    await hydrateRoom(deps, entry.room);
  }
  throw new ChatError("unavailable", { message: "The room does not stay in memory. Try again." });
}

/** A room that is lost again right after it was made hot, so often, is a store that does not work. */
const hydrationsMax = 4;

function toAppended(entry: AppendInput, seq: number, repeated: boolean): Appended {
  return { seq, repeated, event: JSON.parse(renderEventText(entry.text, seq)) as Event };
}
