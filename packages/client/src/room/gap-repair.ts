import type { EventsAnswer } from "@parley/protocol";
import { fullJitterMs } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { asParleyError, isDenial, type ParleyError } from "../parley-error.ts";
import { createTimer } from "../timer.ts";
import type { RoomFeed } from "./room-feed.ts";

export interface GapRepairDeps {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly feed: RoomFeed;
  fetchEvents(after: number): Promise<EventsAnswer>;
  /** False while there is no connection: the next one resumes the room anyway. */
  mayRun(): boolean;
  /** The room may not be read (any more). */
  onDenied(): void;
}

/** Frames that overtook each other, or that are on their way behind a head, arrive within this. */
export const repairGraceMs = 200;
const waitBaseMs = 500;
const waitCapMs = 15_000;
/** After so many answers without anything new, what was heard of a later head is given up. */
const barrenTriesMax = 6;

export interface GapRepair {
  /** Looks whether events are missing, after a grace in which they may still come by themselves. */
  check(graceMs: number): void;
  stop(): void;
}

/** Fills a room's gaps from `events?after=`: one request at a time, again until nothing is missing. */
export function createGapRepair(deps: GapRepairDeps): GapRepair {
  const { feed, log } = deps;
  const timer = createTimer(deps.clock);
  let isFetching = false;
  /** Counts stops: what was under way before one is void. */
  let round = 0;

  const isNeeded = () => deps.mayRun() && feed.isBehind();
  const schedule = (ms: number, failures: number) => {
    isFetching = false;
    timer.set(ms, () => void run(failures));
  };
  const again = (failures: number, toldMs = 0) =>
    schedule(toldMs + fullJitterMs(deps.random, failures, waitBaseMs, waitCapMs), failures);
  const stop = () => {
    round += 1;
    isFetching = false;
    timer.clear();
  };

  async function run(failures: number): Promise<void> {
    const mine = round;
    isFetching = true;
    try {
      while (isNeeded()) {
        const before = feed.appliedSeq ?? 0;
        const answer = await deps.fetchEvents(before);
        if (mine !== round) return;
        feed.receive(answer.events);
        feed.hear(answer.headSeq);
        if (feed.appliedSeq !== before) continue;
        if (failures + 1 < barrenTriesMax) {
          again(failures + 1);
          return;
        }
        log("warn", "announced events never came", { heard: feed.headSeq, applied: before });
        feed.settle();
      }
      isFetching = false;
    } catch (thrown) {
      if (mine === round) onFailure(failures + 1, asParleyError(thrown));
    }
  }

  function onFailure(failures: number, error: ParleyError): void {
    const { code, retryable, retryAfterMs } = error;
    if (retryable || code === "internal") {
      again(failures, retryAfterMs);
      return;
    }
    stop();
    if (isDenial(error)) deps.onDenied();
    else log("error", "a gap could not be repaired", { code }, error);
  }

  return {
    check: (graceMs) => {
      const isBusy = isFetching || (timer.isSet() && graceMs > 0);
      if (!isBusy && isNeeded()) schedule(graceMs, 0);
    },
    stop,
  };
}
