import type { ClientFrame, Ok, Pong, ServerFrame, Subscribed } from "@parley/protocol";
import type { Clock } from "../clock.ts";
import { errorFromBody, ParleyError, unanswered } from "../parley-error.ts";

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
  const waiting = new Map<string, (outcome: Answer | ParleyError) => void>();
  return {
    ask: (send, frame) =>
      new Promise((resolve, reject) => {
        const end = (outcome: Answer | ParleyError) => {
          waiting.delete(frame.id);
          clock.clearTimeout(timer);
          if (outcome instanceof ParleyError) reject(outcome);
          else resolve(outcome);
        };
        const timer = clock.setTimeout(() => end(unanswered("timeout")), requestTimeoutMs);
        waiting.set(frame.id, end);
        if (!send(frame)) end(unanswered("disconnected"));
      }),
    settle: (frame) => {
      if (!("id" in frame)) return;
      waiting.get(frame.id ?? "")?.(frame.type === "error" ? errorFromBody(frame) : frame);
    },
    failAll: () => {
      for (const end of waiting.values()) end(unanswered("disconnected"));
    },
  };
}
