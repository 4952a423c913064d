import type { Event, HookDelivery } from "@parley/protocol";
import type { Clock, NewId } from "../clock.ts";
import type { EventStore } from "../message/event-store.ts";
import type {
  ClaimedHook,
  HookOutcome,
  HookPostInput,
  HookQueue,
  HookSender,
  HookTurn,
  OutgoingHookStore,
} from "./outgoing-hook-store.ts";

export interface DeliverHookDeps {
  readonly outgoingHooks: Pick<OutgoingHookStore, "claim" | "advance" | "fail" | "release" | "isLagging">;
  readonly events: Pick<EventStore, "readAfter">;
  readonly hookSender: Pick<HookSender, "post">;
  readonly hookQueue: HookQueue;
  readonly clock: Pick<Clock, "now">;
  readonly newId: NewId;
}

export interface HookDelivered {
  readonly sent: number;
  /** Why it ended before the log did. */
  readonly failure?: string;
  readonly disabled?: true;
}

/** A job passes the rest on after so long. */
export const deliveryTimeMaxMs = 20_000;
/** Longer than a job can live, so that nobody sends beside one that does. */
const leaseMs = 45_000;
const pageEventsMax = 50;

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** How long a receiver that failed is left alone, failure by failure; with one more the hook is disabled. */
export const retryDelaysMs: readonly number[] = [
  5 * secondMs,
  30 * secondMs,
  2 * minuteMs,
  10 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  10 * hourMs,
];
/** What a queue can wait; after longer pauses the sweep asks again. */
const queueDelayMaxMs = 15 * minuteMs;

/**
 * Sends a hook the events of its room's log that it has not had, one after the other.
 *
 * The log and the cursor are all there is: a job that dies at any await has lost nothing, and what it sent last
 * is sent again under the same id. One job at a time has the turn; whoever asks meanwhile is answered by its
 * last look at the log, after the turn has ended.
 */
export async function deliverHook(
  deps: DeliverHookDeps,
  { hook: id }: { hook: string },
): Promise<HookDelivered | undefined> {
  const startedMs = deps.clock.now();
  const turn: HookTurn = { id, token: deps.newId("lease") };
  const claimed = await deps.outgoingHooks.claim({ ...turn, nowMs: startedMs, leaseMs });
  if (claimed === undefined) return undefined;
  const delivered = await deliverLog(deps, turn, claimed, startedMs + deliveryTimeMaxMs);
  if (delivered.failure !== undefined) return delivered;
  await deps.outgoingHooks.release(turn);
  // Asked after the turn was over: what became durable before has found it taken.
  const lags = await deps.outgoingHooks.isLagging({ id, nowMs: deps.clock.now() });
  if (lags) await deps.hookQueue.push(id, 0).catch(() => undefined);
  return delivered;
}

async function deliverLog(
  deps: DeliverHookDeps,
  turn: HookTurn,
  hook: ClaimedHook,
  deadlineMs: number,
): Promise<HookDelivered> {
  let sent = 0;
  let upTo = hook.deliveredSeq;
  for (;;) {
    const page = await deps.events.readAfter(hook.room, upTo, pageEventsMax);
    if (page.length === 0) return { sent };
    for (const text of page) {
      const event = JSON.parse(text) as Event;
      if (hook.events.includes(event.kind)) {
        if (deps.clock.now() >= deadlineMs) return { sent };
        const outcome = await deps.hookSender.post(writeDelivery(deps, turn, hook, event));
        if (outcome.kind === "failed") {
          const failures = (sent === 0 ? hook.failures : 0) + 1;
          return { sent, ...(await settleFailure(deps, { ...turn, upTo }, failures, outcome)) };
        }
        sent += 1;
        if (!(await deps.outgoingHooks.advance({ ...turn, upTo: event.seq }))) return { sent };
      }
      upTo = event.seq;
    }
    // Over what nobody wanted.
    if (!(await deps.outgoingHooks.advance({ ...turn, upTo }))) return { sent };
  }
}

function writeDelivery(
  { clock }: Pick<DeliverHookDeps, "clock">,
  { id }: HookTurn,
  { url, secret }: ClaimedHook,
  event: Event,
): HookPostInput {
  const delivery: HookDelivery = { type: event.kind, timestamp: event.at, data: event };
  return { url, secret, id: `${id}.${event.seq}`, sentAtMs: clock.now(), body: JSON.stringify(delivery) };
}

async function settleFailure(
  deps: DeliverHookDeps,
  turn: HookTurn & { readonly upTo: number },
  failures: number,
  { failure, gone }: Extract<HookOutcome, { kind: "failed" }>,
): Promise<Pick<HookDelivered, "failure" | "disabled">> {
  const delayMs = gone ? undefined : retryDelaysMs[failures - 1];
  const retryAtMs = delayMs === undefined ? undefined : deps.clock.now() + delayMs;
  await deps.outgoingHooks.fail({ ...turn, failures, failure, retryAtMs });
  if (delayMs === undefined) return { failure, disabled: true };
  if (delayMs <= queueDelayMaxMs) await deps.hookQueue.push(turn.id, delayMs).catch(() => undefined);
  return { failure };
}
