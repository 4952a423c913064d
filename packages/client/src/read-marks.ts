import type { ReadMark, RoomId } from "@parley/protocol";
import type { Clock } from "./clock.ts";

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
  timer: unknown;
}

/** Read marks on their way: forward only, coalesced, repeated on the next connection until confirmed. */
export function createReadMarks(deps: ReadMarksDeps): ReadMarks {
  const marks = new Map<RoomId, Mark>();

  const flush = (room: RoomId, mark: Mark) => {
    mark.timer = undefined;
    if (mark.wanted <= mark.sent) return;
    if (!deps.send({ action: "read", id: deps.newId(), room, seq: mark.wanted })) return;
    mark.sent = mark.wanted;
    mark.timer = deps.clock.setTimeout(() => flush(room, mark), markEveryMs);
  };
  return {
    mark: (room, seq) => {
      const mark = marks.get(room) ?? { wanted: 0, sent: 0, confirmed: 0, timer: undefined };
      marks.set(room, mark);
      if (!(seq > mark.wanted)) return;
      mark.wanted = seq;
      if (mark.timer === undefined) flush(room, mark);
    },
    onUp: () => {
      for (const [room, mark] of marks) {
        mark.sent = mark.confirmed;
        if (mark.timer === undefined) flush(room, mark);
      }
    },
    onMoved: (room, seq) => {
      const mark = marks.get(room as RoomId);
      if (mark === undefined) return;
      mark.confirmed = Math.max(mark.confirmed, seq);
      mark.sent = Math.max(mark.sent, seq);
    },
    clear: () => {
      for (const mark of marks.values()) deps.clock.clearTimeout(mark.timer);
      marks.clear();
    },
  };
}
