import type { RoomId, UserId } from "@parley/protocol";
import type { Recipient } from "../message/room-log.ts";

/** Who is connected, since when, and what each connection listens to. */
export interface ConnectionStore {
  add(connection: ConnectionRecord): Promise<void>;
  /** Forgets a connection and returns the rooms that it listened to. Repeating it is harmless. */
  remove(connectionId: string): Promise<RoomId[]>;
  addRooms(connection: Recipient, rooms: readonly RoomId[]): Promise<void>;
  /** The rooms that a connection listens to, by what is on record. */
  listRooms(connectionId: string): Promise<RoomId[]>;
  removeRooms(connectionId: string, rooms: readonly RoomId[]): Promise<void>;
  /** A connection as it is on record this very moment. */
  find(connectionId: string): Promise<ConnectionRecord | undefined>;
  /** Who has which connections; a change of the last moments may be missing. */
  listByUser(user: UserId): Promise<ConnectionRecord[]>;
  /** Who listens to a room; a change of the last moments may be missing. */
  listByRoom(room: RoomId): Promise<Recipient[]>;
}

export interface ConnectionRecord {
  readonly connectionId: string;
  readonly user: UserId;
  readonly sessionId: string;
  readonly connectedAtMs: number;
}
