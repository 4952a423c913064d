import type { ErrorFrame, Event, MessageSend, RoomId, UserId } from "@parley/protocol";
import { fullJitterMs } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import { errorFromBody, type ParleyError } from "../parley-error.ts";
import type { ChatStorage } from "../storage/chat-storage.ts";
import { createTimer, type Timer } from "../timer.ts";
import type { OutboxEntry, SessionAuthor } from "./outbox-entry.ts";
import { itemOf, type OutboxItem } from "./outbox-item.ts";
import { OutboxList } from "./outbox-list.ts";
import type { PendingMessage } from "./pending-message.ts";
import type { ThrottleClock } from "./throttle-clock.ts";

export interface OutboxDeps {
  readonly clock: Clock;
  readonly random: () => number;
  readonly throttle: ThrottleClock;
  /** Hands a frame to the connection; false when it cannot take it. */
  send(frame: MessageSend): boolean;
  /** Whether the connection delivers the room's events, so that an answer would be seen. */
  isLive(room: RoomId): boolean;
  /** The last seq applied in a room; undefined when it is not followed. */
  appliedSeq(room: RoomId): number | undefined;
  /** The service says that a room has come so far. */
  onHead(room: RoomId, seq: number): void;
  readonly storage: Pick<ChatStorage, "putEntry" | "removeEntry">;
  /** What is shown of a room's pending messages changed; of all rooms when undefined. */
  onChange(room: RoomId | undefined): void;
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
export class Outbox {
  readonly #deps: OutboxDeps;
  readonly #list = new OutboxList();
  readonly #wakeTimer: Timer;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    this.#wakeTimer = createTimer(deps.clock);
  }

  get size(): number {
    return this.#list.size;
  }

  roomOf(id: string): RoomId | undefined {
    return this.#list.get(id)?.entry.room;
  }

  /** The messages shown as pending in a room; the same array until one changes. */
  pending(room: string): readonly PendingMessage[] {
    return this.#list.pending(room);
  }

  /** How many are still to be sent, in a room or in all. */
  queued(room?: string): number {
    return this.#list.of(room).filter((item) => item.phase === "waiting").length;
  }

  /** Epoch ms at which the next message of a room would go out; undefined for at once. */
  availableAt(room?: string): number | undefined {
    const limited = this.#list.of(room).filter((item) => item.phase === "waiting" && item.isLimited);
    const told = room === undefined ? [] : limited.map((item) => item.notBefore);
    const at = Math.max(this.#deps.throttle.availableAt(), ...told);
    return at > this.#deps.clock.now() ? at : undefined;
  }

  /** Takes a new entry; fulfilled when it is kept. It is sent no earlier. */
  async add(entry: OutboxEntry): Promise<void> {
    const item = itemOf(entry, false);
    this.#list.add([item]);
    this.#changed(entry.room);
    await this.#deps.storage.putEntry(entry);
    item.isKept = true;
    this.pump();
  }

  /** Takes entries that are kept already: from before a reload, or from a tab that is gone. */
  adopt(entries: readonly OutboxEntry[]): void {
    const added = entries.filter((entry) => this.#list.get(entry.id) === undefined);
    if (added.length === 0) return;
    this.#list.add(added.map((entry) => itemOf(entry, true)));
    this.#changed();
    this.pump();
  }

  /** It is known now who writes: the session's entries are theirs, and those of anybody else leave the memory. */
  claim(user: UserId, session: SessionAuthor | undefined): void {
    for (const item of this.#list.of()) {
      const { entry } = item;
      if (entry.user === session) {
        item.entry = { ...entry, user };
        void this.#deps.storage.putEntry(item.entry);
      } else if (entry.user !== user) {
        this.#deps.clock.clearTimeout(item.answerTimer);
        this.#list.remove(entry.id);
        this.#changed(entry.room);
      }
    }
  }

  retry(id: string): void {
    const item = this.#list.get(id);
    if (item?.phase !== "failed") return;
    const { failure: _failure, ...entry } = item.entry;
    item.entry = entry;
    item.error = undefined;
    item.attempts = 0;
    void this.#deps.storage.putEntry(entry);
    this.#wait(item, 0, false);
    this.pump();
  }

  discard(id: string): void {
    const item = this.#list.get(id);
    if (item !== undefined) this.#remove(item);
    this.pump();
  }

  /** Sends what may be sent now, and comes back when more may. */
  pump(): void {
    const { clock, throttle } = this.#deps;
    this.#wakeTimer.clear();
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const item of this.#list.heads()) {
      const availableAt = throttle.availableAt();
      if (item.notBefore > clock.now()) {
        wakeAt = Math.min(wakeAt, item.notBefore);
      } else if (!this.#deps.isLive(item.entry.room)) {
        this.#wait(item, 0, false);
      } else if (availableAt > clock.now()) {
        this.#wait(item, availableAt, true);
        wakeAt = Math.min(wakeAt, availableAt);
      } else {
        this.#transmit(item);
      }
    }
    if (wakeAt < Number.POSITIVE_INFINITY) this.#wakeTimer.set(wakeAt - clock.now(), () => this.pump());
  }

  /**
   * What was under way, to a room or to all, may be lost: the connection is gone, or what the service had taken
   * is. It goes out again, and what waits for the service to be back with it.
   */
  repeat(room?: RoomId): void {
    for (const item of this.#list.of(room)) {
      const { phase, isLimited } = item;
      if (phase === "sending") this.#deps.throttle.giveBack(item.takenAt);
      if (phase === "sending" || (phase === "waiting" && !isLimited)) this.#wait(item, 0, false);
    }
    this.pump();
  }

  /** Messages of one's own that are in their room; others have no `clientId`. */
  onSeen(messages: Iterable<{ readonly clientId?: string | undefined }>): void {
    for (const { clientId = "" } of messages) {
      const item = this.#list.get(clientId);
      if (item !== undefined) this.#remove(item);
    }
    this.pump();
  }

  onEvents(room: RoomId, events: readonly Event[], viewer: UserId | undefined): void {
    this.onSeen(events.filter((event) => event.kind === "message.created" && event.user === viewer));
    const appliedSeq = events.at(-1)?.seq ?? 0;
    for (const item of this.#list.of(room)) {
      if (item.phase === "accepted" && item.acceptedSeq <= appliedSeq) this.#remove(item);
    }
    this.pump();
  }

  /** The message is durable at a seq; it is done once the room has come so far here. */
  onOk(id: string, seq: number | undefined): void {
    const item = this.#list.get(id);
    if (item === undefined) return;
    const { room } = item.entry;
    const appliedSeq = this.#deps.appliedSeq(room);
    if (seq === undefined || appliedSeq === undefined || appliedSeq >= seq) {
      this.#remove(item);
    } else {
      this.#deps.clock.clearTimeout(item.answerTimer);
      item.phase = "accepted";
      item.acceptedSeq = seq;
      this.#changed(room);
      this.#deps.onHead(room, seq);
    }
    this.pump();
  }

  onError(frame: ErrorFrame): void {
    const item = this.#list.get(frame.id ?? "");
    if (item?.phase !== "sending") return;
    const now = this.#deps.clock.now();
    const error = errorFromBody(frame);
    if (error.code === "rate_limited") {
      // For this room alone: whether the person's bucket or the room's slow mode refused is not said, and
      // another room learns of the former by its own answer.
      this.#deps.throttle.giveBack(item.takenAt);
      this.#wait(item, now + (error.retryAfterMs ?? againBaseMs), true);
      this.#changed();
    } else if (error.retryable) {
      this.#wait(item, Math.max(this.#againAt(item), now + (error.retryAfterMs ?? 0)), false);
    } else if (error.code === "unauthenticated") {
      // The connection ends for it; the message waits for the next sign-in.
      this.#wait(item, 0, false);
      return;
    } else {
      this.#fail(item, error);
    }
    this.pump();
  }

  /** Nothing can be sent to the room any more. */
  onDenied(room: RoomId, error: ParleyError): void {
    for (const item of this.#list.of(room)) {
      if (item.phase === "accepted") this.#remove(item);
      else if (item.phase !== "failed") this.#fail(item, error);
    }
  }

  /** The room is not followed any more: what is accepted will not be seen, and is done. */
  onUnfollowed(room: string): void {
    for (const item of this.#list.of(room)) if (item.phase === "accepted") this.#remove(item);
  }

  /** Forgets everything, here and not in the storage. */
  clear(): void {
    this.#wakeTimer.clear();
    for (const item of this.#list.of()) this.#deps.clock.clearTimeout(item.answerTimer);
    this.#list.clear();
    this.#changed();
  }

  #transmit(item: OutboxItem): void {
    const { clock, throttle } = this.#deps;
    const { id, room, text, replyTo } = item.entry;
    if (!this.#deps.send({ action: "message.send", id, room, text, replyTo })) return;
    item.phase = "sending";
    item.takenAt = throttle.take();
    item.attempts += 1;
    item.answerTimer = clock.setTimeout(() => {
      this.#wait(item, this.#againAt(item), false);
      this.pump();
    }, answerWithinMs);
    this.#changed();
  }

  #wait(item: OutboxItem, notBefore: number, isLimited: boolean): void {
    this.#deps.clock.clearTimeout(item.answerTimer);
    const isSo = item.phase === "waiting" && item.notBefore === notBefore && item.isLimited === isLimited;
    if (isSo) return;
    item.phase = "waiting";
    item.notBefore = notBefore;
    item.isLimited = isLimited;
    this.#changed(item.entry.room);
  }

  #fail(item: OutboxItem, error: ParleyError): void {
    this.#deps.clock.clearTimeout(item.answerTimer);
    item.phase = "failed";
    item.error = error;
    item.entry = { ...item.entry, failure: { code: error.code, message: error.message } };
    void this.#deps.storage.putEntry(item.entry);
    this.#changed(item.entry.room);
  }

  #remove(item: OutboxItem): void {
    this.#deps.clock.clearTimeout(item.answerTimer);
    this.#list.remove(item.entry.id);
    void this.#deps.storage.removeEntry(item.entry.id);
    this.#changed(item.entry.room);
  }

  #againAt(item: OutboxItem): number {
    return this.#deps.clock.now() + fullJitterMs(this.#deps.random, item.attempts, againBaseMs, againCapMs);
  }

  #changed(room?: RoomId): void {
    this.#list.changed(room);
    this.#deps.onChange(room);
  }
}
