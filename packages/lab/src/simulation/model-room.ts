import type { Event, MessageId, RoomId } from "@parley/protocol";

/** One room as a client has it: what it applied, what came too early, and what it knows to be missing. */
export class ModelRoom {
  readonly id: RoomId;
  readonly applied: Event[] = [];
  readonly #ahead = new Map<number, Event>();
  #headKnown = 0;
  /** The service said that the room may not be read. */
  denied = false;
  repairing = false;

  constructor(id: RoomId) {
    this.id = id;
  }

  get lastSeq(): number {
    return this.applied.length;
  }

  /** Something is missing that could be fetched. */
  get hasGap(): boolean {
    return this.#headKnown > this.lastSeq || this.#ahead.size > 0;
  }

  learnHead(headSeq: number): void {
    this.#headKnown = Math.max(this.#headKnown, headSeq);
  }

  /** Takes events in any order, once each; returns those that were applied. */
  take(events: readonly Event[]): Event[] {
    for (const event of events) {
      if (event.seq > this.lastSeq) this.#ahead.set(event.seq, event);
    }
    const before = this.lastSeq;
    for (let next = this.#ahead.get(this.lastSeq + 1); next !== undefined; ) {
      this.#ahead.delete(next.seq);
      this.applied.push(next);
      next = this.#ahead.get(this.lastSeq + 1);
    }
    return this.applied.slice(before);
  }

  messages(): MessageId[] {
    return this.applied.flatMap((event) => (event.kind === "message.created" ? [event.message.id] : []));
  }
}
