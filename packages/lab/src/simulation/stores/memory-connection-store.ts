import type { ConnectionRecord, ConnectionStore } from "@parley/chat/connection/connection-store";
import type { Recipient } from "@parley/chat/message/room-log";
import type { RoomId, UserId } from "@parley/protocol";

interface Listening extends Recipient {
  /** Before this, the index by room does not know of it. */
  readonly indexedAtMs: number;
}

/** `ConnectionStore` in memory, for the simulation: its index by room lags, as DynamoDB's does. */
export class MemoryConnectionStore implements ConnectionStore {
  readonly #records = new Map<string, ConnectionRecord>();
  readonly #rooms = new Map<string, Map<RoomId, Listening>>();
  readonly #now: () => number;
  readonly #indexLagMs: () => number;

  constructor(now: () => number, indexLagMs: () => number) {
    this.#now = now;
    this.#indexLagMs = indexLagMs;
  }

  async add(connection: ConnectionRecord): Promise<void> {
    this.#records.set(connection.connectionId, connection);
  }

  async remove(connectionId: string): Promise<RoomId[]> {
    const rooms = await this.listRooms(connectionId);
    this.#records.delete(connectionId);
    this.#rooms.delete(connectionId);
    return rooms;
  }

  async addRooms(connection: Recipient, rooms: readonly RoomId[]): Promise<void> {
    const listening = this.#rooms.get(connection.connectionId) ?? new Map<RoomId, Listening>();
    const indexedAtMs = this.#now() + this.#indexLagMs();
    for (const room of rooms) listening.set(room, { ...connection, indexedAtMs });
    this.#rooms.set(connection.connectionId, listening);
  }

  async listRooms(connectionId: string): Promise<RoomId[]> {
    return [...(this.#rooms.get(connectionId)?.keys() ?? [])];
  }

  async removeRooms(connectionId: string, rooms: readonly RoomId[]): Promise<void> {
    for (const room of rooms) this.#rooms.get(connectionId)?.delete(room);
  }

  async find(connectionId: string): Promise<ConnectionRecord | undefined> {
    return this.#records.get(connectionId);
  }

  async listByUser(user: UserId): Promise<ConnectionRecord[]> {
    return [...this.#records.values()].filter((record) => record.user === user);
  }

  async listByRoom(room: RoomId): Promise<Recipient[]> {
    const listening = [...this.#rooms.values()].flatMap((rooms) => rooms.get(room) ?? []);
    const indexed = listening.filter(({ indexedAtMs }) => indexedAtMs <= this.#now());
    return indexed.map(({ connectionId, user }) => ({ connectionId, user }));
  }
}
