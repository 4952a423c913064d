import type { Role, RoomId, RoomKind, UserId } from "@parley/protocol";
import type { Effect, Requirement } from "./event-policy.ts";

/**
 * The hot end of a room: its recent events, who may do what, who listens, and whose turn it is to drain.
 *
 * Everything in it can be rebuilt from `EventStore` and `ConnectionStore`; each call is atomic. Every
 * method throws `ChatError("unavailable")` when the store is out of reach; whether the call took effect
 * is then unknown, and repeating it is safe: an append has its `key`, a lease its token.
 */
export interface RoomLog {
  /** A drainer that says nothing for so long is taken for dead. */
  readonly leaseMs: number;
  /** Appends an event once per `key`, and takes the drain lease when it is free. */
  append(input: AppendInput): Promise<AppendOutcome>;
  /** Where an event with this key stands, if the log remembers it; undefined also when the room is cold. */
  find(room: RoomId, key: string): Promise<{ readonly seq: number; readonly mark: number } | undefined>;
  /** Takes the drain lease, or keeps it, if something is pending and nobody else holds it; never with a pause. */
  acquire(room: RoomId, lease: Lease): Promise<Batch | undefined>;
  /** Extends the lease of a drainer that was slow, before it shows what it committed. */
  renew(input: SettleInput): Promise<RenewOutcome>;
  /** Moves the watermark to `upTo` and goes on with what is pending, or lets go: one atomic decision. */
  settle(input: SettleInput): Promise<SettleOutcome>;
  /**
   * Gives the lease back with work left over. Whether somebody is to be asked to go on with it: not while
   * another does, nor when somebody was asked and has not come yet (`acquire`).
   */
  release(room: RoomId, token: string): Promise<boolean>;
  /** One of the many that find a room cold at once gets to hydrate it: `claimed`, for a short time. */
  claim(room: RoomId, token: string): Promise<"claimed" | "taken" | "hot">;
  /** Gives a claim back that came to nothing. */
  unclaim(room: RoomId, token: string): Promise<void>;
  /** Installs a cold room; `behind` when a drainer has committed more than the snapshot knows of. */
  hydrate(snapshot: RoomSnapshot): Promise<"installed" | "hot" | "behind">;
  /**
   * Replaces the durable part by the snapshot and numbers what is pending anew behind it. Entries that no
   * longer belong there are dropped: already durable, refused by what came before them, or in `drop`.
   * Takes the lease, or keeps it.
   */
  rebase(input: RebaseInput): Promise<RebaseOutcome>;
  /** Lets a room go at once, with all that is pending: it is no more. */
  forget(room: RoomId): Promise<void>;
  /** Registers a connection as a listener and returns what it missed, in one atomic step. */
  attach(input: AttachInput): Promise<ReadOutcome>;
  /** Ends a connection's listening. */
  detach(rooms: readonly RoomId[], connectionId: string): Promise<void>;
  /** Durable events after a seq, ascending, for a member; with `after` null just the head. */
  read(input: ReadInput): Promise<ReadOutcome>;
  /** The last `count` durable events, ascending, for a member. */
  readLast(input: { room: RoomId; user: UserId; count: number }): Promise<ReadOutcome>;
  /** Who is to hear a member's passing signal (typing); `held` when the last was less than `intervalMs` ago. */
  signal(input: { room: RoomId; user: UserId; intervalMs: number }): Promise<SignalOutcome>;
  /**
   * Who listens to a room now; nobody when it is cold, or when it was given a crowd of listeners back less
   * than `restoredBeforeMs` ago.
   */
  listeners(room: RoomId, restoredBeforeMs?: number): Promise<readonly Recipient[]>;
  /** Those of `connectionIds` that still listen to the room; all of them when it is cold. */
  stillListening(room: RoomId, connectionIds: readonly string[]): Promise<readonly string[]>;
  /** Hot rooms that somebody should look after, at most `limit`. */
  listNeglected(limit: number): Promise<NeglectedRoom[]>;
  /** The room's log was compared with the durable one and is not behind it. */
  confirm(room: NeglectedRoom): Promise<void>;
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
  /** The connection that waits to see it, and is told when it comes to nothing. */
  readonly origin?: string | undefined;
}

export interface AppendInput {
  readonly room: RoomId;
  readonly user: UserId;
  readonly eventId: string;
  readonly key: string;
  readonly text: string;
  readonly requires: Requirement;
  readonly effect: Effect;
  /** What the event is about (`subjectOf`); empty for nothing that could be contended. */
  readonly subject: string;
  /** Optimistic concurrency: appended only if no event about the guard's subject came after its basis. */
  readonly guard?: Guard | undefined;
  readonly origin?: string | undefined;
  readonly lease: Lease;
}

export interface Guard {
  readonly subject: string;
  /** The durable seq as of which the event was decided on. */
  readonly basis: number;
}

/** Why an event may not be appended. */
export type AppendRefusal =
  | { readonly code: "not_found" | "forbidden" | "conflict" }
  /** The room's slow mode: the same event will pass after so long. */
  | { readonly code: "rate_limited"; readonly retryAfterMs: number }
  /** More is pending than the log may hold. */
  | { readonly code: "unavailable" };

export type AppendOutcome =
  | { readonly kind: "cold" }
  /** The guard's subject changed since its basis, or the log does not reach back so far: look again. */
  | { readonly kind: "contended" }
  | ({ readonly kind: "refused" } & AppendRefusal)
  | {
      readonly kind: "appended" | "repeated";
      readonly seq: number;
      /** The watermark: everything up to it is durable and was delivered. */
      readonly mark: number;
      /** Present when this call took the lease: the caller must drain. */
      readonly batch?: Batch;
      /** Present instead when it took the lease of a busy room: the caller must drain after that. */
      readonly pause?: Pause;
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
  /** Changes when the log was built anew: what was pending before, and is not here, is lost. */
  readonly epoch: string;
  /** Tells this log up to the batch's end from every other history with the same seqs. */
  readonly digest: string;
  readonly audience: Audience;
}

/** A busy room's tail is not handed out yet: what comes within the window is to go with it. */
export interface Pause {
  /** Batches are to be taken so far apart; it grows with those who listen, since it is posts that it saves. */
  readonly windowMs: number;
}

/** What a drainer has committed: the log up to `upTo`, as it was when it had that `digest`. */
export interface Committed {
  readonly room: RoomId;
  readonly lease: Lease;
  readonly upTo: number;
  readonly digest: string;
}

export interface SettleInput extends Committed {
  readonly audienceVersion: number;
}

/**
 * `lost`: the lease is; somebody else goes on from the watermark.
 * `cold`: the room is, and what was pending with it.
 * `diverged`: the log is not the one that was committed; Redis came back with an old state.
 */
type Parted = { readonly kind: "lost" | "cold" | "diverged" };

/** `audience` is given when it changed since the batch was taken. */
export type RenewOutcome = Parted | { readonly kind: "held"; readonly audience?: Audience };

/** `audience` is given when it changed since the batch was taken. */
export type SettleOutcome =
  | Parted
  | { readonly kind: "quiet"; readonly audience?: Audience }
  /** More is pending, to be acquired when the window is over. */
  | ({ readonly kind: "busy"; readonly audience?: Audience } & Pause)
  | { readonly kind: "more"; readonly batch: Omit<Batch, "audience"> & { readonly audience?: Audience } };

export interface RebaseInput {
  readonly snapshot: RoomSnapshot;
  readonly lease: Lease;
  /** Keys of pending entries that cannot be committed. */
  readonly drop?: readonly string[];
}

export type RebaseOutcome =
  /** Another holds the lease. */
  | { readonly kind: "lost" }
  /** More is durable than the snapshot knows of: load it anew. */
  | { readonly kind: "behind" }
  | {
      readonly kind: "rebased";
      /** The watermark before; undefined when the room was cold. */
      readonly markBefore: number | undefined;
      readonly dropped: readonly DroppedEntry[];
      readonly epoch: string;
      readonly audience: Audience;
      /** What is pending still; absent when nothing is, and the lease was given back. */
      readonly batch?: Batch;
    };

/** `repeated`: it is durable already, at `seq`. `contended`: decided on a state that is no more. */
export interface DroppedEntry {
  readonly entry: LogEntry;
  readonly reason: "repeated" | "contended" | "unfit" | "not_found" | "forbidden" | "conflict";
  readonly seq?: number | undefined;
}

export type SignalOutcome =
  | { readonly kind: "cold" | "held" }
  | { readonly kind: "refused"; readonly code: "not_found" | "forbidden" | "conflict" }
  | { readonly kind: "passed"; readonly audience: Audience };

export interface ReadInput {
  readonly room: RoomId;
  readonly user: UserId;
  /** null: no events wanted. */
  readonly after: number | null;
  readonly limit: number;
  /** A connection that takes itself for a listener: the outcome says whether it is. */
  readonly connectionId?: string | undefined;
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
      /** Whether `connectionId` hears what is delivered. */
      readonly listening: boolean;
      /** As in `Batch`. */
      readonly epoch: string;
    };

/** A hot room that nobody looks after. */
export interface NeglectedRoom {
  readonly room: RoomId;
  readonly head: number;
  /** Something is pending and nobody drains it. */
  readonly stalled: boolean;
  /**
   * Not yet known to be abreast of the durable log: what a drainer of the room's former life committed, or
   * what a Redis that came back with an old state has forgotten, may be missing.
   */
  readonly unconfirmed: boolean;
  /** The server's identity at that moment, for `confirm`. */
  readonly server: string;
}

/** A durable event as a snapshot carries it. */
export interface SnapshotEntry extends LogEntry {
  /** `subjectOf` the event. */
  readonly subject: string;
}

/**
 * More listeners than this that a room is given back are a crowd that it lost. Fewer may be some who come to a
 * cold room together: each is on record before the room is hot.
 */
export const crowdAbove = 20;

/** A room as Postgres and DynamoDB have it: what is needed to make it hot. */
export interface RoomSnapshot {
  readonly room: RoomId;
  readonly kind: RoomKind;
  readonly archived: boolean;
  readonly slowModeMs: number;
  readonly headSeq: number;
  readonly members: readonly { readonly user: UserId; readonly role: Role; readonly mutedUntilMs: number }[];
  /** The last events, ascending and contiguous up to `headSeq`, as full JSON text. */
  readonly entries: readonly SnapshotEntry[];
  /** Keys to remember beyond those of `entries`. */
  readonly seen: readonly { readonly key: string; readonly seq: number }[];
  readonly listeners: readonly Recipient[];
}
