import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface TrafficCounts {
  /** Times that the client spoke after the server had: what a network's latency is paid for. */
  readonly roundTrips: number;
  /** Commands in Redis' protocol; 0 for every other. */
  readonly redisCommands: number;
}

export interface CountingProxy {
  readonly port: number;
  counts(): TrafficCounts;
  stop(): Promise<void>;
}

const redisCommand = /\*\d+\r\n\$\d+\r\n/g;

/** A TCP proxy on loopback that counts what passes. */
export async function startCountingProxy(target: { host: string; port: number }): Promise<CountingProxy> {
  const counts = { roundTrips: 0, redisCommands: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect({ ...target, noDelay: true });
    client.setNoDelay(true);
    let clientSpeaks = false;
    client.on("data", (chunk: Buffer) => {
      if (!clientSpeaks) counts.roundTrips += 1;
      clientSpeaks = true;
      counts.redisCommands += chunk.toString("latin1").match(redisCommand)?.length ?? 0;
      upstream.write(chunk);
    });
    upstream.on("data", (chunk: Buffer) => {
      clientSpeaks = false;
      client.write(chunk);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    counts: () => ({ ...counts }),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
