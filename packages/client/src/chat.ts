import type { Event, Presence, Read, RoomId, RoomNotice, Typing, UserId } from "@parley/protocol";
import type { ConnectionState } from "./connection/connection-state.ts";
import type { ChatApi } from "./http/chat-api.ts";
import type { HttpDeps } from "./http/request.ts";
import type { PendingMessage } from "./outbox/pending-message.ts";
import type { ThrottleSnapshot } from "./outbox/throttle-snapshot.ts";
import type { Readable } from "./readable.ts";
import type { RoomTimeline } from "./room/timeline.ts";

/** Who is signed in, as far as the chat needs to know. */
export interface ChatUser {
  readonly id: UserId;
  readonly name: string;
  readonly lastName: string;
  readonly username: string;
}

/** What a chat tells its listeners, by name. */
export interface ChatEvents {
  /** New events of a followed room, in `seq` order, each exactly once while this chat lives. */
  readonly events: { readonly room: RoomId; readonly events: readonly Event[] };
  readonly typing: Typing;
  readonly presence: Presence;
  readonly read: Read;
  /** The person's list of rooms changed: fetch it again. A room that was left is unfollowed already. */
  readonly room: RoomNotice;
  /** A followed room may not be read (any more); it is unfollowed already. */
  readonly denied: { readonly room: RoomId };
}

/** How calls are made in this chat's session, and what the chat does when one begins or ends. */
export interface ChatSession extends HttpDeps {
  /** Somebody signed in; `token` where the service gave one. */
  begin(user: ChatUser, token: string | undefined): void;
  /** The person signed out. `forget` also deletes what is kept of them here. */
  end(forget: boolean): Promise<void>;
}

export interface SendOptions {
  /** The message that this one answers. */
  readonly replyTo?: string;
}

/** A room to follow: `headSeq` as in the answer of `api.rooms()`. */
export interface FollowedRoom {
  readonly id: string;
  /** Events after this seq are wanted; without it, those from now on. */
  readonly headSeq?: number;
}

/**
 * A chat: one person, one connection, any number of rooms.
 *
 * Promises: what was handed to `send` is in the room exactly once, or is shown as failed with a reason;
 * a room's events come in one order without a gap; nothing throws into the void.
 */
export interface Chat {
  /** The HTTP API, typed. */
  readonly api: ChatApi;
  readonly connection: Readable<ConnectionState>;
  /** The person's throttle over all rooms. */
  readonly throttle: Readable<ThrottleSnapshot>;
  /** The person's own messages that are in no room yet, over all rooms; those for a room that was left are `failed`. */
  readonly pending: Readable<readonly PendingMessage[]>;
  /** Who is signed in: from the storage at first, then as the service says. */
  readonly user: Readable<ChatUser | undefined>;
  /** For ways to sign in, such as `withAccount`. */
  readonly session: ChatSession;
  /** Fulfilled once the storage has been read; never rejects. */
  readonly ready: Promise<void>;

  /** Connects and stays connected; what waits for its next try is tried at once. Else it does nothing while wanted. */
  connect(): void;
  /** Closes the connection and stays away until `connect()`. The outbox is kept. */
  disconnect(): void;
  /** Disconnects for good and lets go of timers, locks and listeners. */
  close(): void;

  /**
   * Live events of these rooms from now on; rooms already followed stay where they are. Timelines and
   * `send` follow their room by themselves.
   */
  follow(rooms: readonly FollowedRoom[]): void;
  unfollow(rooms: readonly string[]): void;
  /** The last seq applied of a followed room, or as kept in the storage by an earlier run; undefined when unknown. */
  lastSeen(room: string): number | undefined;
  /** The window on a room: one for each room until it is closed. Loads the newest page by itself. */
  open(room: string): RoomTimeline;

  /**
   * Puts a message into the outbox and returns its id once it is kept. It is sent by itself, in order, for
   * as long as it takes. Rejects with a `ParleyError` only when it is not taken: empty or too long
   * (`invalid`, `too_large`), nobody signed in and no `token` given (`unauthenticated`), outbox full (`rate_limited`).
   */
  send(room: string, text: string, options?: SendOptions): Promise<string>;
  /** Sends a failed message again, under its id. */
  retry(id: string): Promise<void>;
  /** Drops a message from the outbox. One that was already sent may still appear in the room. */
  discard(id: string): Promise<void>;

  /** These reject with a `ParleyError`; `unavailable` with status 0 when there was no answer. */
  editMessage(room: string, message: string, text: string): Promise<void>;
  deleteMessage(room: string, message: string): Promise<void>;
  addReaction(room: string, message: string, emoji: string): Promise<void>;
  removeReaction(room: string, message: string, emoji: string): Promise<void>;

  /** "I am writing": passed on at most once per 3 s and room, dropped while not online. Call it at every key. */
  typing(room: string): void;
  /** Moves the read mark forward; coalesced, never back, made good after a reconnect. */
  markRead(room: string, seq: number): void;

  on<Name extends keyof ChatEvents>(name: Name, listener: (told: ChatEvents[Name]) => void): () => void;
}
