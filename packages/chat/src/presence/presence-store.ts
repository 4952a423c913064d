import type { UserId } from "@parley/protocol";

/** Who is online: a lease per connection, renewed by its frames, since `$disconnect` may be lost. */
export interface PresenceStore {
  /** Renews a connection's lease; `first` when the connection was not known yet. */
  renew(user: UserId, connectionId: string): Promise<{ readonly first: boolean }>;
  /** Ends a connection's lease. */
  end(user: UserId, connectionId: string): Promise<void>;
}
