/**
 * Neon's WebSocket tunnel in front of our Postgres, so that the production driver
 * (`@neondatabase/serverless`) runs unchanged: bytes in, bytes out, over one WebSocket per connection.
 *
 * Source: `wsProxy` in the driver's CONFIG.md and the open-source `neondatabase/wsproxy`.
 */
import { createServer } from "node:http";
import { connect } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { loopback } from "./loopback-port.ts";

export interface NeonProxy {
  /** `host:port/path`, as DATABASE_WS_PROXY wants it. */
  readonly address: string;
  /** From now on, what comes in is passed on so much later. */
  delay(delayMs: number): void;
  stop(): Promise<void>;
}

/** The path is arbitrary; `v2` is Neon's own. */
const path = "/v2";

/** Above this many bytes waiting for one side, the other side is not read. */
const highWaterBytes = 1024 * 1024;

/** Starts the proxy for the Postgres at `target`; each side's end ends the other. */
export async function startNeonProxy(target: { host: string; port: number }): Promise<NeonProxy> {
  const server = createServer((_request, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ server, path, perMessageDeflate: false });
  let delayMs = 0;
  sockets.on("connection", (socket) => tunnel(socket, target, () => delayMs));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, loopback, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The Neon proxy has no port.");
  return {
    address: `${loopback}:${address.port}${path}`,
    delay: (chosen) => {
      delayMs = chosen;
    },
    stop: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function tunnel(socket: WebSocket, target: { host: string; port: number }, readDelayMs: () => number): void {
  const database = connect(target.port, target.host);
  database.setNoDelay(true);
  const pass = (data: Buffer) => {
    if (database.destroyed || database.write(data)) return;
    socket.pause();
    database.once("drain", () => socket.resume());
  };
  // In line, so that a shorter delay does not let what comes later overtake.
  const line: { readonly data: Buffer; readonly dueMs: number }[] = [];
  const passDue = () => {
    for (let [next] = line; next !== undefined; [next] = line) {
      const leftMs = next.dueMs - performance.now();
      if (leftMs > 0) {
        setTimeout(passDue, Math.ceil(leftMs));
        return;
      }
      line.shift();
      pass(next.data);
    }
  };
  socket.on("message", (data: Buffer) => {
    const delayMs = readDelayMs();
    if (delayMs === 0 && line.length === 0) pass(data);
    else if (line.push({ data, dueMs: performance.now() + delayMs }) === 1) passDue();
  });
  database.on("data", (data) => {
    socket.send(data, { binary: true }, () => {
      if (database.isPaused() && socket.bufferedAmount < highWaterBytes) database.resume();
    });
    if (socket.bufferedAmount >= highWaterBytes) database.pause();
  });
  socket.on("close", () => database.destroy());
  socket.on("error", () => database.destroy());
  // 1011: the server met an unexpected condition (RFC 6455, 7.4.1).
  database.on("error", () => socket.close(1011));
  database.on("close", () => socket.close());
}
