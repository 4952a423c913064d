import type { RoomId, UserId } from "@parley/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import type { ConnectionRecord, ConnectionStore } from "./connection-store.ts";

/** What every `ConnectionStore` must do. */
export function testConnectionStore(name: string, store: ConnectionStore): void {
  let connection: ConnectionRecord;
  let rooms: RoomId[];
  const unique = (prefix: string) => `${prefix}_${Math.random().toString(36).slice(2)}`;

  describe(`${name} keeps the contract of ConnectionStore`, () => {
    beforeEach(async () => {
      const [connectionId, user] = [unique("con"), unique("usr") as UserId];
      connection = { connectionId, user, sessionId: unique("ses"), connectedAtMs: 1_767_225_600_000 };
      rooms = Array.from({ length: 60 }, () => unique("rom") as RoomId);
      await store.add(connection);
    });

    it("[DEL7] knows a person's connections, whatever they listen to", async () => {
      const other = { ...connection, connectionId: unique("con"), sessionId: unique("ses") };
      await store.add(other);
      await store.addRooms(connection, rooms.slice(0, 2));
      const found = await store.listByUser(connection.user);
      expect(found.toSorted((a, b) => a.connectionId.localeCompare(b.connectionId))).toEqual(
        [connection, other].toSorted((a, b) => a.connectionId.localeCompare(b.connectionId)),
      );
    });

    it("[SES1] finds a connection without delay, and none that was removed", async () => {
      expect(await store.find(connection.connectionId)).toEqual(connection);
      await store.addRooms(connection, rooms);
      expect(await store.find(connection.connectionId)).toEqual(connection);
      await store.remove(connection.connectionId);
      expect(await store.find(connection.connectionId)).toBeUndefined();
    });

    it("[DEL3] knows who listens to a room, and what a connection listens to", async () => {
      const [first, second, third] = rooms as [RoomId, RoomId, RoomId];
      await store.addRooms(connection, [first, second]);
      await store.addRooms(connection, [first]);
      const { connectionId, user } = connection;
      expect(await store.listByRoom(first)).toEqual([{ connectionId, user }]);
      expect((await store.listRooms(connectionId)).toSorted()).toEqual([first, second].toSorted());
      await store.removeRooms(connectionId, [first, third]);
      expect(await store.listByRoom(first)).toEqual([]);
      expect(await store.listRooms(connectionId)).toEqual([second]);
    });

    it("[DEL3] takes a room that is named twice for one", async () => {
      const [room] = rooms as [RoomId];
      await store.addRooms(connection, [room, room]);
      expect(await store.listRooms(connection.connectionId)).toEqual([room]);
      await store.removeRooms(connection.connectionId, [room, room]);
      expect(await store.listRooms(connection.connectionId)).toEqual([]);
    });

    it("[DEL8] forgets a connection whole, and says what it listened to; again is harmless", async () => {
      await store.addRooms(connection, rooms);
      const { connectionId } = connection;
      expect((await store.remove(connectionId)).toSorted()).toEqual(rooms.toSorted());
      expect(await store.remove(connectionId)).toEqual([]);
      expect(await store.listByUser(connection.user)).toEqual([]);
      expect(await store.listRooms(connectionId)).toEqual([]);
      expect(await store.listByRoom(rooms[30] as RoomId)).toEqual([]);
    });
  });
}
