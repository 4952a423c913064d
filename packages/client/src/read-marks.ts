import type { ReadMark, RoomId } from "@parley/protocol";
import type { Clock } from "./clock.ts";
import { createTimer, type Timer } from "./timer.ts";

export interface ReadMarksDeps {
  readonly clock: Clock;
  readonly newId: () => string;
  /** False when there is no connection. */
  send(frame: ReadMark): boolean;
}

export interface ReadMarks {
  mark(room: RoomId, seq: number): void;
  /** The connection is up: marks that may have been lost with the last one are sent again. */
  onUp(): void;
  /** A mark of the person moved, here or on another device. */
  onMoved(room: string, seq: number): void;
  clear(): void;
}

/** Marks of one room go out at most this often: the first at once, the last one surely. */
const markEveryMs = 1_000;

interface Mark {
  wanted: number;
  sent: number;
  confirmed: number;
  readonly timer: Timer;
}

/** Read marks on their way: forward only, coalesced, repeated on the next connection until confirmed. */
export function createReadMarks(deps: ReadMarksDeps): ReadMarks {
  const marks = new Map<RoomId, Mark>();

  const flush = (room: RoomId, mark: Mark) => {
    const { wanted, sent, timer } = mark;
    if (timer.isSet() || wanted <= sent) return;
    if (!deps.send({ action: "read", id: deps.newId(), room, seq: wanted })) return;
    mark.sent = wanted;
    timer.set(markEveryMs, () => flush(room, mark));
  };
  return {
    mark: (room, seq) => {
      const mark = marks.get(room) ?? { wanted: 0, sent: 0, confirmed: 0, timer: createTimer(deps.clock) };
      marks.set(room, mark);
      if (!(seq > mark.wanted)) return;
      mark.wanted = seq;
      flush(room, mark);
    },
    onUp: () => {
      for (const [room, mark] of marks) {
        mark.sent = mark.confirmed;
        flush(room, mark);
      }
    },
    onMoved: (room, seq) => {
      const mark = marks.get(room as RoomId);
      if (mark === undefined) return;
      mark.confirmed = Math.max(mark.confirmed, seq);
      mark.sent = Math.max(mark.sent, seq);
    },
    clear: () => {
      for (const mark of marks.values()) mark.timer.clear();
      marks.clear();
    },
  };
}
