/**
 * One HTTP server for browsers: on 127.0.0.1 and on ::1, since `localhost` may mean either and a
 * browser that tries the other first must not meet somebody else's server there.
 */

import type { IncomingMessage } from "node:http";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { loopback } from "../servers/loopback-port.ts";

export interface LoopbackServerOptions {
  /** For the message when the port is taken. */
  readonly name: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly onRequest: RequestListener;
  readonly onUpgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Takes each new connection; `toHttp` gives it to `node:http`, which has it at once otherwise. */
  readonly onConnection?: (socket: Socket, toHttp: () => void) => void;
}

export interface LoopbackServer {
  readonly port: number;
  /** The underlying servers, for a library that wants to add its own listener. */
  readonly servers: readonly Server[];
  stop(): Promise<void>;
}

/** A connection on which nothing is asked for so long is closed. */
export const keepAliveTimeoutMs = 65_000;
const attemptsMax = 20;

/** @throws {Error} that names the port, when it is in use. */
export async function listenOnLoopback(options: LoopbackServerOptions): Promise<LoopbackServer> {
  for (let attempt = 1; ; attempt += 1) {
    const first = await listen(options, loopback, options.port);
    const { port } = first.address() as AddressInfo;
    try {
      const second = await listen(options, "::1", port);
      return describeServer(port, [first, second]);
    } catch (error) {
      if (!isInUse(error)) return describeServer(port, [first]); // a machine without IPv6
      first.close();
      // A free port was asked for, and this one is free on one of the two addresses only: another.
      if (options.port !== 0 || attempt === attemptsMax) throw nameThePort(options, error);
    }
  }
}

async function listen(options: LoopbackServerOptions, host: string, port: number): Promise<Server> {
  const server = createServer({ keepAliveTimeout: keepAliveTimeoutMs, noDelay: true }, options.onRequest);
  if (options.onUpgrade !== undefined) server.on("upgrade", options.onUpgrade);
  if (options.onConnection !== undefined) divert(server, options.onConnection);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    if (host === loopback) throw nameThePort(options, error);
    throw error;
  }
  return server;
}

function divert(server: Server, take: NonNullable<LoopbackServerOptions["onConnection"]>): void {
  const listeners = server.listeners("connection");
  server.removeAllListeners("connection");
  server.on("connection", (socket) => {
    take(socket, () => {
      for (const listener of listeners) listener.call(server, socket);
    });
  });
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}

function nameThePort(options: LoopbackServerOptions, error: unknown): unknown {
  if (!isInUse(error)) return error;
  return new Error(`Port ${options.port} is in use; ${options.name} needs it.`, { cause: error });
}

function describeServer(port: number, servers: readonly Server[]): LoopbackServer {
  // Node forgets a socket once it is upgraded, and then waits for its end all the same.
  const sockets = new Set<Socket>();
  for (const server of servers) {
    server.on("connection", (socket) => {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    });
  }
  return {
    port,
    servers,
    stop: async () => {
      const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}
