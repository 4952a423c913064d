import type { RoomId, UserId } from "@parley/protocol";

/** How long a connection counts as live after its last frame: two and a half missed pings of 25 s. */
export const presenceLeaseMs = 65_000;

/** Who is online: a lease per connection, renewed by its frames, since `$disconnect` may be lost. */
export interface PresenceStore {
  /** Renews a connection's lease. */
  renew(user: UserId, connectionId: string): Promise<Renewed>;
  /** Keeps in mind that a connection was greeted. */
  greet(user: UserId, connectionId: string): Promise<void>;
  /** The person's connections that have a lease, or had one lately. */
  list(user: UserId): Promise<string[]>;
  /** Ends a connection's lease. */
  end(user: UserId, connectionId: string): Promise<void>;
  /**
   * Whether somebody's being online is yet to be told, to these rooms; from then on it is told until
   * `takeLapsed` takes it back.
   */
  claimOnline(user: UserId, rooms: readonly RoomId[]): Promise<boolean>;
  /** People who were told to be online and have no lease any more, each given out once; at most `limit`. */
  takeLapsed(limit: number): Promise<Lapsed[]>;
}

export interface Renewed {
  /** Whether the connection was greeted, as far as is remembered. */
  readonly greeted: boolean;
  /** The person's connections with a lease that runs, this one included. */
  readonly live: number;
  /** Whether their being online was told already. */
  readonly told: boolean;
}

export interface Lapsed {
  readonly user: UserId;
  /** Where they were told to be online. */
  readonly rooms: readonly RoomId[];
  /** Milliseconds since the epoch: when their last lease ended, or would have. */
  readonly lastSeenAtMs: number;
}
