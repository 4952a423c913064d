import type { EventsAnswer } from "@parley/protocol";
import { fullJitterMs } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { asParleyError, type ParleyError } from "../parley-error.ts";
import { createTimer, type Timer } from "../timer.ts";
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

/** Fills a room's gaps from `events?after=`: one request at a time, again until nothing is missing. */
export class GapRepair {
  readonly #deps: GapRepairDeps;
  readonly #timer: Timer;
  #state: "idle" | "waiting" | "fetching" = "idle";
  /** Counts stops: what was under way before one is void. */
  #round = 0;

  constructor(deps: GapRepairDeps) {
    this.#deps = deps;
    this.#timer = createTimer(deps.clock);
  }

  /** Looks whether events are missing, after a grace in which they may still come by themselves. */
  check(graceMs: number): void {
    const isBusy = this.#state === "fetching" || (this.#state === "waiting" && graceMs > 0);
    if (!isBusy && this.#isNeeded()) this.#schedule(graceMs, 0);
  }

  stop(): void {
    this.#round += 1;
    this.#state = "idle";
    this.#timer.clear();
  }

  #isNeeded(): boolean {
    return this.#deps.mayRun() && this.#deps.feed.isBehind();
  }

  #schedule(ms: number, failures: number): void {
    this.#state = "waiting";
    this.#timer.set(ms, () => void this.#run(failures));
  }

  #backoffMs(failures: number): number {
    return fullJitterMs(this.#deps.random, failures, waitBaseMs, waitCapMs);
  }

  async #run(failures: number): Promise<void> {
    const round = this.#round;
    this.#state = "fetching";
    try {
      while (this.#isNeeded()) {
        const hasMore = await this.#fetch(round);
        if (hasMore === undefined) return;
        if (!hasMore) {
          this.#onBarren(failures + 1);
          return;
        }
      }
      this.#state = "idle";
    } catch (thrown) {
      if (round === this.#round) this.#onFailure(failures + 1, asParleyError(thrown));
    }
  }

  /** One page: true when it brought the room forward, undefined when the repair was stopped meanwhile. */
  async #fetch(round: number): Promise<boolean | undefined> {
    const { feed } = this.#deps;
    const before = feed.appliedSeq ?? 0;
    const answer = await this.#deps.fetchEvents(before);
    if (round !== this.#round) return undefined;
    feed.receive(answer.events);
    feed.hear(answer.headSeq);
    return (feed.appliedSeq ?? 0) > before;
  }

  #onBarren(failures: number): void {
    const { feed, log } = this.#deps;
    if (failures < barrenTriesMax) {
      this.#schedule(this.#backoffMs(failures), failures);
      return;
    }
    log("warn", "events were announced but never came", { heard: feed.headSeq, applied: feed.appliedSeq });
    feed.settle();
    this.#state = "idle";
  }

  #onFailure(failures: number, error: ParleyError): void {
    if (error.code === "not_found" || error.code === "forbidden") {
      this.stop();
      this.#deps.onDenied();
    } else if (error.retryable || error.code === "internal") {
      this.#schedule((error.retryAfterMs ?? 0) + this.#backoffMs(failures), failures);
    } else {
      this.#deps.log("error", "a gap could not be repaired", { code: error.code }, error);
      this.stop();
    }
  }
}
