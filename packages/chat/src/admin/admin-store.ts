import type { AdminMessage, AdminRoom, AdminSession, AdminUser, RoomId, UserId } from "@parley/protocol";

/** What administrators see and do beyond what rooms allow. */
export interface AdminStore {
  /** People whose name, username or address holds `query`, latest first, at most `limit`. */
  listUsers(input: { query: string; limit: number }): Promise<AdminUser[]>;
  /** Rooms whose name holds `query`, latest activity first, at most `limit`; direct rooms are nobody's business. */
  listRooms(input: { query: string; limit: number }): Promise<AdminRoom[]>;
  /**
   * Messages of a room whose text holds `query`, latest first, at most `limit`, older than the seq `before`;
   * undefined for a direct room and for none.
   */
  listMessages(input: {
    readonly room: RoomId;
    readonly query: string;
    readonly before: number | undefined;
    readonly limit: number;
  }): Promise<AdminMessage[] | undefined>;
  /** Where a person is signed in, latest first, at most `limit`. */
  listSessions(input: { user: UserId; limit: number }): Promise<AdminSession[]>;
  /** False when there is no such person. */
  setRole(input: { user: UserId; role: AdminUser["role"] }): Promise<boolean>;
  /** Shuts a person out and ends their sessions; false when there is no such person. */
  ban(user: UserId): Promise<boolean>;
  /** False when there is no such person. */
  unban(user: UserId): Promise<boolean>;
  /** Whether a person is shut out. */
  isBanned(user: UserId): Promise<boolean>;
  /** Ends all sessions of a person, or one; how many there were. */
  endSessions(input: { user: UserId; session?: string | undefined }): Promise<number>;
}
