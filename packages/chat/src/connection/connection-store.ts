import type { RoomId, UserId } from "@parley/protocol";
import type { Recipient } from "../message/room-log.ts";

/** Who is connected, since when, and what each connection listens to. */
export interface ConnectionStore {
  add(connection: ConnectionRecord): Promise<void>;
  /** Forgets a connection and returns the rooms that it listened to. Repeating it is harmless. */
  remove(connectionId: string): Promise<RoomId[]>;
  addRooms(connection: Recipient, rooms: readonly RoomId[]): Promise<void>;
  removeRooms(connectionId: string, rooms: readonly RoomId[]): Promise<void>;
  listByUser(user: UserId): Promise<ConnectionRecord[]>;
  listByRoom(room: RoomId): Promise<Recipient[]>;
}

export interface ConnectionRecord {
  readonly connectionId: string;
  readonly user: UserId;
  readonly sessionId: string;
  readonly connectedAtMs: number;
}
