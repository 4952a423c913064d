import type { Event, Message, RoomId } from "@parley/protocol";
import type { PendingMessage } from "../outbox/pending-message.ts";
import type { ThrottleSnapshot } from "../outbox/throttle-snapshot.ts";
import type { ParleyError } from "../parley-error.ts";
import type { Readable } from "../readable.ts";
import type { MessageList } from "./message-list.ts";

/** A message in a window. Unchanged messages keep their reference from snapshot to snapshot. */
export interface TimelineMessage extends Message {
  /** The row's key: the client's id for a message sent from here, else the message's id. Never changes. */
  readonly key: string;
}

export interface TimelineSnapshot {
  readonly room: RoomId;
  /**
   * `loading`: nothing to show yet. `ready`: `messages` hold. `failed`: the window could not be loaded
   * (`error` says why; it is tried again at the service's next sign of life, or by any load call). `denied`: the
   * room is gone for this person.
   */
  readonly status: "loading" | "ready" | "failed" | "denied";
  /** Why the last load failed; undefined after one that succeeded. */
  readonly error: ParleyError | undefined;
  readonly messages: MessageList;
  /** One's own messages that are not in the room yet, in the order in which they were written. */
  readonly pending: readonly PendingMessage[];
  /** The newest seq that the room is known to have. */
  readonly headSeq: number;
  readonly hasBefore: boolean;
  /** True when the window does not reach the newest message: `loadAfter` or `loadLatest` lead there. */
  readonly hasAfter: boolean;
  readonly loadingBefore: boolean;
  readonly loadingAfter: boolean;
  /** True while `loadLatest` or `loadAround` replace the window. */
  readonly loadingWindow: boolean;
  readonly throttle: ThrottleSnapshot;
}

/**
 * A window on a room's history that stays true: pages come from HTTP, and every later event is applied
 * to them exactly once, in order. The loads never reject (see `error` in the snapshot) and a second call
 * while one runs joins it.
 */
export interface RoomTimeline extends Readable<TimelineSnapshot> {
  readonly room: RoomId;
  loadBefore(): Promise<void>;
  loadAfter(): Promise<void>;
  /** Replaces the window by one around a seq; the message itself may be at any place in it. */
  loadAround(seq: number): Promise<void>;
  /** Replaces the window by the newest page; does nothing when it already reaches the newest message. */
  loadLatest(): Promise<void>;
  /** Every event of the room in `seq` order, each once: also those that concern no message. */
  onEvent(listener: (event: Event) => void): () => void;
  /** Lets go of the window. The room stays followed; see `Chat.unfollow`. */
  close(): void;
}
