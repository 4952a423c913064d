import type { MessageId, RoomId, UserId } from "@parley/protocol";
import type { ErrorCode } from "@parley/protocol/errors";

/** Whoever a session belongs to, by its token's fingerprint: an author that the service has not named yet. */
export type SessionAuthor = `session:${string}`;

/** A message on its way, as it is kept in storage. */
export interface OutboxEntry {
  /** The client's id: the message's idempotency key and its row's key, for ever. */
  readonly id: string;
  readonly room: RoomId;
  /** Who wrote it: never sent as anybody else. */
  readonly user: UserId | SessionAuthor;
  readonly text: string;
  readonly replyTo?: MessageId;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Ascending in the order of the author's sends. */
  readonly order: number;
  /** The instance of the SDK (a tab, a process) that sends it while it lives. */
  readonly owner: string;
  /** Why the service refused it for good; absent while it may still be sent. */
  readonly failure?: { readonly code: ErrorCode; readonly message: string };
}
