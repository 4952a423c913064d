import type { Clock } from "../clock.ts";
import { createTimer } from "../timer.ts";

export interface HeartbeatDeps {
  readonly clock: Clock;
  /** Sends a ping; false when it could not really be sent. */
  ping(): boolean;
  onDead(): void;
}

export interface Heartbeat {
  start(): void;
  /** A frame arrived: whatever it says, the other side lives. */
  alive(): void;
  /** Asks now rather than at the next turn: the page was woken, the network changed. */
  probe(): void;
  stop(): void;
}

/** Well below the gateway's idle timeout of 10 minutes, and often enough to renew the presence lease. */
const pingEveryMs = 25_000;
export const answerWithinMs = 10_000;
/** A timer this late means that the machine slept: the answer had no chance to be read. */
const lateMs = 5_000;

/** Judges a connection dead only when a ping that really was sent goes unanswered while awake. */
export function createHeartbeat(deps: HeartbeatDeps): Heartbeat {
  const { clock } = deps;
  const next = createTimer(clock);
  const verdict = createTimer(clock);
  let sleptThrough = false;

  const stop = () => {
    next.clear();
    verdict.clear();
  };
  const ask = () => {
    stop();
    if (!deps.ping()) {
      deps.onDead();
      return;
    }
    next.set(pingEveryMs, ask);
    const dueAt = clock.now() + answerWithinMs;
    verdict.set(answerWithinMs, () => {
      // Once only: a hidden page's timers may all be late, and its dead connection must be found too.
      const slept = clock.now() > dueAt + lateMs && !sleptThrough;
      sleptThrough = slept;
      if (slept) {
        ask();
        return;
      }
      stop();
      deps.onDead();
    });
  };
  return {
    start: () => {
      stop();
      next.set(pingEveryMs, ask);
    },
    alive: () => {
      verdict.clear();
      sleptThrough = false;
    },
    probe: () => {
      if (!verdict.isSet()) ask();
    },
    stop,
  };
}
