import type { MessageId, Role, RoomId, RoomKind, UserId } from "@parley/protocol";
import type { LogEntry, RoomSnapshot } from "./room-log.ts";

/**
 * The durable log. Throws `ChatError("unavailable")` when it is out of reach; whether a commit took
 * effect is then unknown, and committing the same entries again is safe.
 */
export interface EventStore {
  /**
   * Commits entries with their projections (messages, reactions, memberships, the room's head) in one
   * statement: all or nothing. Committing what already stands, as the log's end, is `committed`.
   */
  commit(room: RoomId, entries: readonly LogEntry[]): Promise<CommitOutcome>;
  /** What is needed to make a room hot; undefined when there is no such room. */
  loadRoom(room: RoomId, entriesMax: number): Promise<Omit<RoomSnapshot, "listeners"> | undefined>;
  /** Full JSON texts of events after `after`, ascending. Does not check who asks. */
  readAfter(room: RoomId, after: number, limit: number): Promise<string[]>;
  /** The durable heads of rooms; one that is not there is left out. */
  readHeads(rooms: readonly RoomId[]): Promise<ReadonlyMap<RoomId, number>>;
  /** What somebody is in a room; undefined when there is no such room. */
  findMembership(room: RoomId, user: UserId): Promise<Standing | undefined>;
  /** What one must know to change a message, as of one moment; undefined when there is no such room. */
  findTarget(input: FindTargetInput): Promise<Target | undefined>;
}

export interface Standing {
  readonly kind: RoomKind;
  /** Undefined for one who is no member. */
  readonly role: Role | undefined;
}

export interface FindTargetInput {
  readonly room: RoomId;
  readonly user: UserId;
  readonly message: MessageId;
  readonly emoji?: string | undefined;
}

/** What the asker is, and what there is to change. */
export interface Target extends Standing {
  /** The moment: everything up to this seq is in it. */
  readonly headSeq: number;
  /** Undefined when the room has no such message. */
  readonly message: { readonly user: UserId; readonly deleted: boolean } | undefined;
  /** The seq of the asker's own reaction with that emoji, if it stands. */
  readonly reactionSeq: number | undefined;
}

export type CommitOutcome =
  /** `hooks`: the room's outgoing webhooks that may be sent to, if it has any. */
  | { readonly kind: "committed"; readonly hooks?: readonly string[] }
  /**
   * The log in Redis is not a continuation of the durable one (it was restored from an old state, or another
   * drainer is further), or an entry's key was committed long ago under another seq: `repeats`.
   */
  | { readonly kind: "conflict"; readonly repeats: readonly { readonly key: string; readonly seq: number }[] }
  /**
   * The entry of this key cannot be stored, for what it holds. Those before it in the batch are committed,
   * those after it are not.
   */
  | { readonly kind: "unfit"; readonly key: string; readonly cause: unknown }
  /** There is no such room any more. */
  | { readonly kind: "absent" };
