import type { AdminRoom, AdminUser, UserId } from "@parley/protocol";

/** What administrators see and do beyond what rooms allow. */
export interface AdminStore {
  /** People whose name, username or address holds `query`, latest first, at most `limit`. */
  listUsers(input: { query: string; limit: number }): Promise<AdminUser[]>;
  /** Rooms whose name holds `query`, latest activity first, at most `limit`; direct rooms are nobody's business. */
  listRooms(input: { query: string; limit: number }): Promise<AdminRoom[]>;
  /** Shuts a person out and ends their sessions; false when there is no such person. */
  ban(user: UserId): Promise<boolean>;
  /** False when there is no such person. */
  unban(user: UserId): Promise<boolean>;
  /** Whether a person is shut out. */
  isBanned(user: UserId): Promise<boolean>;
  /** Ends all sessions of a person; how many there were. */
  endSessions(user: UserId): Promise<number>;
}
