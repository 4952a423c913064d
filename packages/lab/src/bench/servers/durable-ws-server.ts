/**
 * What one process can do at most with the same promises: a message is appended in Redis, a batch is
 * committed to Postgres by one statement, and only then broadcast, one frame per socket and batch.
 */
import type { AddressInfo } from "node:net";
import { Redis } from "ioredis";
import { type WebSocket, WebSocketServer } from "ws";
import { openMessages } from "./postgres-table.ts";

interface Row {
  readonly room: string;
  readonly clientId: string;
  readonly text: string;
}

interface Room {
  readonly members: Set<WebSocket>;
  pending: Row[];
  draining: boolean;
}

const { REDIS_URL = "", DATABASE_URL = "" } = process.env;
const messages = await openMessages(DATABASE_URL, "bench_durable_ws");
const redis = new Redis(REDIS_URL);
const rooms = new Map<string, Room>();

function roomOf(name: string): Room {
  let room = rooms.get(name);
  if (room === undefined) {
    room = { members: new Set(), pending: [], draining: false };
    rooms.set(name, room);
  }
  return room;
}

async function drain(room: Room): Promise<void> {
  if (room.draining) return;
  room.draining = true;
  while (room.pending.length > 0) {
    const rows = room.pending;
    room.pending = [];
    await messages.insertMany(rows);
    const frame = Buffer.from(JSON.stringify({ type: "events", events: rows }));
    for (const member of room.members) member.send(frame, { binary: false });
  }
  room.draining = false;
}

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false }, () => {
  process.send?.({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/` });
});
server.on("connection", (socket) => {
  socket.on("message", async (data) => {
    const { join, id, room: name, text } = JSON.parse(String(data)) as Record<string, string>;
    if (join !== undefined) {
      const { members } = roomOf(join);
      members.add(socket);
      socket.once("close", () => members.delete(socket));
      socket.send('{"type":"joined"}');
      return;
    }
    if (id === undefined || name === undefined || text === undefined) return;
    await redis.xadd(`bench:${name}`, "MAXLEN", "~", 1_000, "*", "id", id, "text", text);
    const room = roomOf(name);
    room.pending.push({ room: name, clientId: id, text });
    await drain(room);
  });
});
process.on("disconnect", () => process.exit());
