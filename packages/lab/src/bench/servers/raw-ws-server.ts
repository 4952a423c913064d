/** A broadcast and nothing else: what the sockets alone allow. */
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

const rooms = new Map<string, Set<WebSocket>>();
const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false }, () => {
  process.send?.({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/` });
});
server.on("connection", (socket) => {
  let members: Set<WebSocket> | undefined;
  socket.on("message", (data: Buffer) => {
    if (members === undefined) {
      const { join } = JSON.parse(String(data)) as { join: string };
      members = rooms.get(join) ?? new Set();
      rooms.set(join, members);
      members.add(socket);
      socket.send('{"type":"joined"}');
      return;
    }
    for (const member of members) member.send(data, { binary: false });
  });
  socket.once("close", () => members?.delete(socket));
});
process.on("disconnect", () => process.exit());
