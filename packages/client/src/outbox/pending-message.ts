import type { MessageId, RoomId } from "@parley/protocol";
import type { ParleyError } from "../parley-error.ts";

/**
 * What a message in the outbox is doing.
 * - `waiting`: for the connection, or for its turn behind an earlier message.
 * - `sending`: it is with the service; its event has not been seen yet.
 * - `limited`: the throttle holds it; it goes out by itself at `until` (epoch ms).
 * - `failed`: refused for good; `retry` and `discard` are the ways on.
 */
export type PendingState =
  | { readonly kind: "waiting" }
  | { readonly kind: "sending" }
  | { readonly kind: "limited"; readonly until: number }
  | { readonly kind: "failed"; readonly error: ParleyError };

/** A message of one's own that has not been seen in the room yet. */
export interface PendingMessage {
  /** The client's id; the row keeps it as `key` once the message is seen. */
  readonly id: string;
  readonly key: string;
  readonly room: RoomId;
  readonly text: string;
  readonly replyTo?: MessageId;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly state: PendingState;
}
