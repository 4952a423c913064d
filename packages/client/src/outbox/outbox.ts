import type { ErrorFrame, Event, MessageSend, RoomId, UserId } from "@parley/protocol";
import { fullJitterMs } from "../backoff.ts";
import { errorFromBody, type ParleyError } from "../parley-error.ts";
import type { RoomRegistry } from "../room/room-registry.ts";
import { createTimer } from "../timer.ts";
import type { OutboxEntry, SessionAuthor } from "./outbox-entry.ts";
import type { OutboxItem } from "./outbox-item.ts";
import { createOutboxList, type OutboxList, type OutboxListDeps } from "./outbox-list.ts";
import type { ThrottleClock } from "./throttle-clock.ts";

export interface OutboxDeps extends OutboxListDeps {
  readonly random: () => number;
  readonly throttle: ThrottleClock;
  readonly rooms: Pick<RoomRegistry, "get" | "onHeads">;
  /** Hands a frame to the connection; false when it cannot take it. */
  send(frame: MessageSend): boolean;
}

export interface Outbox {
  readonly list: OutboxList;
  /** Takes a new entry; fulfilled when it is kept. It is sent no earlier. */
  add(entry: OutboxEntry): Promise<void>;
  /** Takes entries that are kept already: from before a reload, or from a tab that is gone. */
  adopt(entries: readonly OutboxEntry[]): void;
  /** It is known now who writes: the session's entries are theirs, and those of anybody else leave the memory. */
  claim(user: UserId, session: SessionAuthor | undefined): void;
  retry(id: string): void;
  discard(id: string): void;
  /** Sends what may be sent now, and comes back when more may. */
  pump(): void;
  /**
   * What was under way, to a room or to all, may be lost: the connection is gone, or what the service had taken
   * is. It goes out again, and what waits for the service to be back with it.
   */
  repeat(room?: RoomId): void;
  /** Messages of one's own that are in their room; others have no `clientId`. */
  onSeen(messages: Iterable<{ readonly clientId?: string | undefined }>): void;
  onEvents(room: RoomId, events: readonly Event[], viewer: UserId | undefined): void;
  /** The message is durable at a seq; it is done once the room has come so far here. */
  onOk(id: string, seq: number | undefined): void;
  onError(frame: ErrorFrame): void;
  /** Nothing can be sent to the room any more. */
  onDenied(room: RoomId, error: ParleyError): void;
  /** The room is not followed any more: what is accepted will not be seen, and is done. */
  onUnfollowed(room: string): void;
  /** Forgets everything, here and not in the storage. */
  clear(): void;
}

/** Without an answer for so long, which is longer than a drainer's lease, a message is sent again, under its id. */
const answerWithinMs = 6_000;
const againBaseMs = 1_000;
const againCapMs = 30_000;

/**
 * Messages on their way. For each room one at a time, in the order in which they were written (the gateway
 * promises no order between two frames), over all rooms the oldest first, as the throttle allows; again
 * until the message was seen in the room or refused for good.
 */
// oxlint-disable-next-line max-lines-per-function -- its functions are short, and share the state that stands above them
export function createOutbox(deps: OutboxDeps): Outbox {
  const { clock, rooms, storage, throttle } = deps;
  const list = createOutboxList(deps);
  const wakeTimer = createTimer(clock);

  const againAt = ({ attempts }: OutboxItem) =>
    clock.now() + fullJitterMs(deps.random, attempts, againBaseMs, againCapMs);

  const transmit = (item: OutboxItem) => {
    const { id, room, text, replyTo } = item.entry;
    if (!deps.send({ action: "message.send", id, room, text, replyTo })) return;
    item.phase = "sending";
    item.takenAt = throttle.take();
    item.attempts += 1;
    item.answerTimer.set(answerWithinMs, () => {
      list.wait(item, againAt(item));
      pump();
    });
    // Of all rooms: a token was taken.
    list.changed();
  };

  function pump(): void {
    wakeTimer.clear();
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const item of list.heads()) {
      const availableAt = throttle.availableAt();
      if (item.notBefore > clock.now()) {
        wakeAt = Math.min(wakeAt, item.notBefore);
      } else if (!rooms.get(item.entry.room)?.isLive) {
        list.wait(item);
      } else if (availableAt > clock.now()) {
        list.wait(item, availableAt, true);
        wakeAt = Math.min(wakeAt, availableAt);
      } else {
        transmit(item);
      }
    }
    if (wakeAt < Number.POSITIVE_INFINITY) wakeTimer.set(wakeAt - clock.now(), pump);
  }

  /** What the service answered to an item that is under way. */
  const onRefused = (item: OutboxItem, error: ParleyError) => {
    const { code, retryAfterMs } = error;
    const now = clock.now();
    if (code === "rate_limited") {
      // For this room alone: whether the person's bucket or the room's slow mode refused is not said, and
      // another room learns of the former by its own answer.
      throttle.giveBack(item.takenAt);
      list.wait(item, now + (retryAfterMs ?? againBaseMs), true);
      list.changed();
    } else if (error.retryable) {
      list.wait(item, Math.max(againAt(item), now + (retryAfterMs ?? 0)));
    } else if (code === "unauthenticated") {
      // The connection ends for it; the message waits for the next sign-in.
      list.wait(item);
      return;
    } else {
      list.fail(item, error);
    }
    pump();
  };

  const onSeen: Outbox["onSeen"] = (messages) => {
    for (const { clientId = "" } of messages) {
      const item = list.get(clientId);
      if (item !== undefined) list.remove(item);
    }
    pump();
  };

  /** What is accepted is done, up to a seq. */
  const endAccepted = (room: string, upTo: number) => {
    for (const item of list.of(room)) {
      if (item.phase === "accepted" && item.acceptedSeq <= upTo) list.remove(item);
    }
  };

  return {
    list,
    add: async (entry) => {
      list.add([entry], false);
      await storage.putEntry(entry);
      const item = list.get(entry.id);
      if (item !== undefined) item.isKept = true;
      pump();
    },
    adopt: (entries) => {
      list.add(
        entries.filter((entry) => list.get(entry.id) === undefined),
        true,
      );
      pump();
    },
    claim: (user, session) => {
      for (const item of list.of()) {
        const { entry } = item;
        if (entry.user === session) {
          item.entry = { ...entry, user };
          void storage.putEntry(item.entry);
        } else if (entry.user !== user) {
          list.forget([item]);
        }
      }
    },
    retry: (id) => {
      const item = list.get(id);
      if (item?.phase !== "failed") return;
      const { failure: _failure, ...entry } = item.entry;
      Object.assign(item, { entry, error: undefined, attempts: 0 });
      void storage.putEntry(entry);
      list.wait(item);
      pump();
    },
    discard: (id) => onSeen([{ clientId: id }]),
    pump,
    repeat: (room) => {
      for (const item of list.of(room)) {
        const { phase, isLimited } = item;
        if (phase === "sending") throttle.giveBack(item.takenAt);
        if (phase === "sending" || (phase === "waiting" && !isLimited)) list.wait(item);
      }
      pump();
    },
    onSeen,
    onEvents: (room, events, viewer) => {
      endAccepted(room, events.at(-1)?.seq ?? 0);
      onSeen(events.filter((event) => event.kind === "message.created" && event.user === viewer));
    },
    onOk: (id, seq) => {
      const item = list.get(id);
      if (item === undefined) return;
      const { room } = item.entry;
      const appliedSeq = rooms.get(room)?.feed.appliedSeq;
      if (seq === undefined || appliedSeq === undefined || appliedSeq >= seq) {
        list.remove(item);
      } else {
        list.change(item, { phase: "accepted", acceptedSeq: seq });
        rooms.onHeads({ [room]: seq });
      }
      pump();
    },
    onError: (frame) => {
      const item = list.get(frame.id ?? "");
      if (item?.phase === "sending") onRefused(item, errorFromBody(frame));
    },
    onDenied: (room, error) => {
      endAccepted(room, Number.POSITIVE_INFINITY);
      for (const item of list.of(room)) if (item.phase !== "failed") list.fail(item, error);
    },
    onUnfollowed: (room) => endAccepted(room, Number.POSITIVE_INFINITY),
    clear: () => {
      wakeTimer.clear();
      list.forget(list.of());
      list.changed();
    },
  };
}
