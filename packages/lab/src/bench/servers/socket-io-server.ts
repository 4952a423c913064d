/** Socket.IO as its documentation has it for more than one node, with every message stored first. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdapter } from "@socket.io/redis-streams-adapter";
import { Redis } from "ioredis";
import { Server } from "socket.io";
import { openMessages } from "./postgres-table.ts";

const { REDIS_URL = "", DATABASE_URL = "" } = process.env;
const messages = await openMessages(DATABASE_URL, "bench_socket_io");
const http = createServer();
const io = new Server(http, {
  adapter: createAdapter(new Redis(REDIS_URL), { streamName: "bench-socket-io" }),
  transports: ["websocket"],
  serveClient: false,
});
io.on("connection", (socket) => {
  socket.on("join", async (room: string, done: () => void) => {
    await socket.join(room);
    done();
  });
  socket.on("say", async ({ id, room, text }: { id: string; room: string; text: string }) => {
    await messages.insertOne(room, id, text);
    io.to(room).emit("message", { id, room, text });
  });
});
http.listen(0, "127.0.0.1", () => {
  const { port } = http.address() as AddressInfo;
  process.send?.({ url: `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket` });
});
process.on("disconnect", () => process.exit());
