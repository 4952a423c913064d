/** A socket that takes nothing for so long, while others do, is closed: its client comes back and catches up. */
export const closedAfterMs = 10_000;
/** A socket that was not posted to for so long may be another's to know about. */
const forgottenAfterMs = 60_000;
/** The one that was found first is forgotten first. */
const socketsMax = 1_000;

interface Slowness {
  readonly sinceMs: number;
  readonly lastMs: number;
}

/**
 * The sockets that could not take a frame lately, as far as one Lambda has seen. Whoever does not know that a
 * socket is slow tries in vain and finds it out: nothing depends on this memory but time.
 */
export class SlowSockets {
  readonly #slow = new Map<string, Slowness>();

  isSlow(connectionId: string, nowMs: number): boolean {
    const known = this.#slow.get(connectionId);
    return known !== undefined && nowMs - known.lastMs < forgottenAfterMs;
  }

  tookAFrame(connectionId: string): void {
    this.#slow.delete(connectionId);
  }

  /** Answers whether the socket is to be closed. */
  tookNothing(connectionId: string, nowMs: number): boolean {
    const known = this.isSlow(connectionId, nowMs) ? this.#slow.get(connectionId) : undefined;
    const sinceMs = known?.sinceMs ?? nowMs;
    this.#slow.set(connectionId, { sinceMs, lastMs: nowMs });
    for (const oldest of this.#slow.keys()) {
      if (this.#slow.size <= socketsMax) break;
      this.#slow.delete(oldest);
    }
    return nowMs - sinceMs >= closedAfterMs;
  }
}
