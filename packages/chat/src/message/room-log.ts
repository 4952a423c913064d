import type { RoomId, Role, RoomKind, UserId } from "@parley/protocol";

/**
 * The hot end of a room: its recent events, who may do what, who listens, and whose turn it is to drain.
 *
 * Everything in it can be rebuilt from `EventStore` and `ConnectionStore`; each call is atomic. Every
 * method throws `ChatError("unavailable")` when the store is out of reach; whether the call took effect
 * is then unknown, and repeating it with the same `key` is safe.
 */
export interface RoomLog {
  /** Appends an event once per `key`, and takes the drain lease when it is free. */
  append(input: AppendInput): Promise<AppendOutcome>;
  /** Where an event with this key stands, if the log remembers it; undefined also when the room is cold. */
  find(room: RoomId, key: string): Promise<{ readonly seq: number; readonly mark: number } | undefined>;
  /** Takes the drain lease if something is pending and nobody holds it. */
  acquire(room: RoomId, lease: Lease): Promise<Batch | undefined>;
  /** Moves the watermark to `upTo` and goes on with what is pending, or lets go: one atomic decision. */
  settle(input: SettleInput): Promise<SettleOutcome>;
  /** Gives the lease back with work left over. */
  release(room: RoomId, token: string): Promise<void>;
  /** Installs a cold room; does nothing when it is hot already. */
  hydrate(snapshot: RoomSnapshot): Promise<void>;
  /**
   * Replaces the durable part by `snapshot` and numbers what is pending anew behind it, dropping entries
   * whose key is in the snapshot. Takes the lease, or keeps it; `lost` when another holds it.
   */
  rebase(snapshot: RoomSnapshot, lease: Lease): Promise<RebaseOutcome>;
  /** Registers a connection as a listener and returns what it missed, in one atomic step. */
  attach(input: AttachInput): Promise<ReadOutcome>;
  /** Ends a connection's listening. */
  detach(rooms: readonly RoomId[], connectionId: string): Promise<void>;
  /** Durable events after a seq, ascending, for a member; with `after` null just the head. */
  read(input: ReadInput): Promise<ReadOutcome>;
  /** Who is to hear a member's passing signal (typing); `held` when the last was less than `intervalMs` ago. */
  signal(input: { room: RoomId; user: UserId; intervalMs: number }): Promise<SignalOutcome>;
  /** Rooms with something pending that nobody drains, at most `limit`. */
  listStalled(limit: number): Promise<RoomId[]>;
  /** The last `count` durable events, ascending, for a member. */
  readLast(input: { room: RoomId; user: UserId; count: number }): Promise<ReadOutcome>;
}

export interface Lease {
  readonly token: string;
}

/**
 * An event on its way: JSON text in which the character U+0001 stands wherever the seq goes, since the
 * seq is known only once the event is appended (and may change until it is durable).
 */
export interface LogEntry {
  readonly seq: number;
  readonly eventId: string;
  readonly text: string;
  /** What the event is remembered by: `user clientId`, or its event id. */
  readonly key: string;
  readonly user: UserId;
}

/** What the actor must be for the event to be appended. */
export type Requirement =
  /** A member who may speak: not muted, and the room not archived. */
  | { readonly be: "speaker" }
  /** A member, whatever the room's state. */
  | { readonly be: "member" }
  /** Not yet a member. */
  | { readonly be: "stranger" }
  /** An owner or moderator; `target` must not be a member. */
  | { readonly be: "host"; readonly target: UserId };

/** What the event changes of the room's hot state. */
export type Effect =
  | { readonly change: "none" }
  | { readonly change: "join"; readonly user: UserId; readonly role: Role }
  | { readonly change: "leave"; readonly user: UserId };

export interface AppendInput {
  readonly room: RoomId;
  readonly user: UserId;
  readonly eventId: string;
  readonly key: string;
  readonly text: string;
  readonly requires: Requirement;
  readonly effect: Effect;
  readonly guard?: Guard | undefined;
  readonly lease: Lease;
}

/**
 * Optimistic concurrency: the event was decided on from the durable state as of `basis`, so it is appended
 * only if no event about the same `subject` came after that.
 */
export interface Guard {
  readonly subject: string;
  readonly basis: number;
}

export type AppendOutcome =
  | { readonly kind: "cold" }
  /** The guard's subject changed since its basis: look again. */
  | { readonly kind: "contended" }
  | { readonly kind: "refused"; readonly code: "not_found" | "forbidden" | "conflict" }
  | {
      readonly kind: "appended" | "repeated";
      readonly seq: number;
      /** The watermark: everything up to it is durable and was delivered. */
      readonly mark: number;
      /** Present when this call took the lease: the caller must drain. */
      readonly batch?: Batch;
    };

export interface Recipient {
  readonly connectionId: string;
  readonly user: UserId;
}

/** Who listened when the batch was taken; `version` changes whenever that does. */
export interface Audience {
  readonly version: number;
  readonly recipients: readonly Recipient[];
}

/** Pending entries, ascending and contiguous from the watermark on, and who is to have them. */
export interface Batch {
  readonly entries: readonly LogEntry[];
  readonly audience: Audience;
}

export interface SettleInput {
  readonly room: RoomId;
  readonly lease: Lease;
  readonly upTo: number;
  readonly audienceVersion: number;
}

export type SettleOutcome =
  /** The lease was lost, or Redis was: somebody else goes on from the watermark. */
  | { readonly kind: "lost" }
  /** Nothing is left. `audience` is given when it changed since the batch was taken. */
  | { readonly kind: "quiet"; readonly audience?: Audience }
  | { readonly kind: "more"; readonly batch: Batch };

export type RebaseOutcome = { readonly kind: "lost" } | { readonly kind: "rebased"; readonly batch?: Batch };

export type SignalOutcome =
  | { readonly kind: "cold" | "held" }
  | { readonly kind: "refused"; readonly code: "not_found" | "forbidden" }
  | { readonly kind: "passed"; readonly audience: Audience };

export interface ReadInput {
  readonly room: RoomId;
  readonly user: UserId;
  /** null: no events wanted. */
  readonly after: number | null;
  readonly limit: number;
}

export interface AttachInput extends ReadInput {
  readonly connectionId: string;
}

export type ReadOutcome =
  | { readonly kind: "cold" }
  | { readonly kind: "refused"; readonly code: "not_found" | "forbidden" }
  | {
      readonly kind: "read";
      /** The watermark, which is all that a reader may know of the log's end. */
      readonly mark: number;
      /** The log's end including what is not durable yet: to tell a stale log from a busy one. */
      readonly head: number;
      /** The oldest seq that the log still holds; older ones are in `EventStore`. */
      readonly first: number;
      /** Each an event as JSON text. */
      readonly texts: readonly string[];
      /** Something is pending and nobody drains it. */
      readonly stalled: boolean;
    };

/** A room as Postgres and DynamoDB have it: what is needed to make it hot. */
export interface RoomSnapshot {
  readonly room: RoomId;
  readonly kind: RoomKind;
  readonly archived: boolean;
  readonly headSeq: number;
  readonly members: readonly { readonly user: UserId; readonly role: Role; readonly mutedUntilMs: number }[];
  /** The last events, ascending and contiguous up to `headSeq`, as full JSON text. */
  readonly entries: readonly LogEntry[];
  /** Keys to remember beyond those of `entries`. */
  readonly seen: readonly { readonly key: string; readonly seq: number }[];
  readonly listeners: readonly Recipient[];
}
