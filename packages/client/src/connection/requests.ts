import type { ClientFrame, Ok, Pong, ServerFrame, Subscribed } from "@parley/protocol";
import type { Clock } from "../clock.ts";
import { errorFromBody, type ParleyError, unanswered } from "../parley-error.ts";

export type Answer = Ok | Pong | Subscribed;

export interface Requests {
  /** Sends a frame and waits for the answer with its id. Rejects with a `ParleyError`. */
  ask(send: (frame: ClientFrame) => boolean, frame: ClientFrame): Promise<Answer>;
  /** Gives a frame to whom it answers, if anybody waits for it. */
  settle(frame: ServerFrame): void;
  /** The connection is gone, and with it every answer. */
  failAll(): void;
}

const requestTimeoutMs = 10_000;

/** Matches answers to requests by their id. */
export function createRequests(clock: Clock): Requests {
  interface Waiting {
    readonly timer: unknown;
    answered(answer: Answer): void;
    failed(error: ParleyError): void;
  }
  const waiting = new Map<string, Waiting>();
  const take = (id: string): Waiting | undefined => {
    const found = waiting.get(id);
    if (found === undefined) return undefined;
    waiting.delete(id);
    clock.clearTimeout(found.timer);
    return found;
  };
  return {
    ask: (send, frame) =>
      new Promise((answered, failed) => {
        const timer = clock.setTimeout(() => take(frame.id)?.failed(unanswered("in time")), requestTimeoutMs);
        waiting.set(frame.id, { timer, answered, failed });
        if (!send(frame)) take(frame.id)?.failed(unanswered("without a connection"));
      }),
    settle: (frame) => {
      if (frame.type === "error") take(frame.id ?? "")?.failed(errorFromBody(frame));
      else if (frame.type === "ok" || frame.type === "pong" || frame.type === "subscribed") {
        take(frame.id)?.answered(frame);
      }
    },
    failAll: () => {
      for (const id of waiting.keys()) take(id)?.failed(unanswered("without a connection"));
    },
  };
}
