import type { Event } from "@parley/protocol";

/**
 * A room's events in their one order: applied strictly by seq, each once. What comes early is held,
 * what comes again is dropped, and a head beyond what was applied is remembered as a gap.
 */
export interface RoomFeed {
  /** The last seq applied; undefined until it is known where to begin. */
  readonly appliedSeq: number | undefined;
  /** The newest seq that the room is known to have. */
  readonly headSeq: number;
  /** Begins after a seq, unless the feed has begun; then applies what was held. */
  begin(seq: number): void;
  receive(events: readonly Event[]): void;
  /** Somebody said that the room has come so far. */
  hear(headSeq: number): void;
  /** True while events are known to be missing. */
  isBehind(): boolean;
  /** Gives up what was heard of later events: the service does not have them. */
  settle(): void;
  /** The events in (after, upTo], or undefined when they are not kept any more. */
  recall(after: number, upTo: number): readonly Event[] | undefined;
}

/** Early events beyond this are not held: the repair of the gap brings them anyway. */
export const heldEventsMax = 1_000;
/** For pages that were read while these were applied: seconds' worth. */
const keptEventsMax = 100;

export function createRoomFeed(apply: (events: readonly Event[]) => void, beginAfter?: number): RoomFeed {
  let appliedSeq = beginAfter;
  let headSeq = beginAfter ?? 0;
  let kept: Event[] = [];
  const held = new Map<number, Event>();

  const drain = (first: number): void => {
    const batch: Event[] = [];
    let seq = first;
    for (let event = held.get(seq); event !== undefined; event = held.get(seq)) {
      held.delete(seq);
      batch.push(event);
      seq += 1;
    }
    if (batch.length === 0) return;
    appliedSeq = seq - 1;
    kept = [...kept, ...batch].slice(-keptEventsMax);
    apply(batch);
  };

  return {
    get appliedSeq() {
      return appliedSeq;
    },
    get headSeq() {
      return headSeq;
    },
    begin: (seq) => {
      if (appliedSeq !== undefined) return;
      appliedSeq = seq;
      headSeq = Math.max(headSeq, seq);
      for (const early of held.keys()) if (early <= seq) held.delete(early);
      drain(seq + 1);
    },
    receive: (events) => {
      for (const event of events) {
        if (event.seq > headSeq) headSeq = event.seq;
        const isNext = event.seq === (appliedSeq ?? Number.NaN) + 1;
        if (appliedSeq !== undefined && event.seq <= appliedSeq) continue;
        if (isNext || held.size < heldEventsMax) held.set(event.seq, event);
        if (isNext) drain(event.seq);
      }
    },
    hear: (seq) => {
      if (seq > headSeq) headSeq = seq;
    },
    isBehind: () => appliedSeq !== undefined && headSeq > appliedSeq,
    settle: () => {
      headSeq = appliedSeq ?? 0;
      held.clear();
    },
    recall: (after, upTo) => {
      if (upTo <= after) return [];
      const found = kept.filter((event) => event.seq > after && event.seq <= upTo);
      return found.length === upTo - after ? found : undefined;
    },
  };
}
