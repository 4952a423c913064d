import type { Clock } from "../clock.ts";
import { ParleyError } from "../parley-error.ts";
import { createTimer, type Timer } from "../timer.ts";
import type { OutboxEntry } from "./outbox-entry.ts";
import type { PendingMessage, PendingState } from "./pending-message.ts";

/** An entry on its way, with what need not survive a reload. */
export interface OutboxItem {
  entry: OutboxEntry;
  /** False until the storage has it: nothing is sent that would not survive. */
  isKept: boolean;
  /**
   * `waiting`: may be sent once its turn comes and `notBefore` has passed. `sending`: sent, no answer yet.
   * `accepted`: durable at `acceptedSeq`, its event not seen yet. `failed`: refused for good.
   */
  phase: "waiting" | "sending" | "accepted" | "failed";
  /** Epoch ms. */
  notBefore: number;
  /** True while `notBefore` is the throttle's. */
  isLimited: boolean;
  attempts: number;
  /** When its last sending took its token. */
  takenAt: number;
  readonly answerTimer: Timer;
  acceptedSeq: number;
  error: ParleyError | undefined;
}

export function itemOf(entry: OutboxEntry, isKept: boolean, clock: Clock): OutboxItem {
  const { failure } = entry;
  return {
    entry,
    isKept,
    phase: failure === undefined ? "waiting" : "failed",
    notBefore: 0,
    isLimited: false,
    attempts: 0,
    takenAt: 0,
    answerTimer: createTimer(clock),
    acceptedSeq: 0,
    error: failure && new ParleyError(failure),
  };
}

export function pendingOf({ entry, ...item }: OutboxItem): PendingMessage {
  return {
    id: entry.id,
    key: entry.id,
    room: entry.room,
    text: entry.text,
    ...(entry.replyTo && { replyTo: entry.replyTo }),
    createdAt: entry.createdAt,
    state: stateOf(item),
  };
}

function stateOf(item: Omit<OutboxItem, "entry">): PendingState {
  if (item.error !== undefined && item.phase === "failed") return { kind: "failed", error: item.error };
  if (item.phase === "sending" || item.phase === "accepted") return { kind: "sending" };
  return item.isLimited ? { kind: "limited", until: item.notBefore } : { kind: "waiting" };
}
