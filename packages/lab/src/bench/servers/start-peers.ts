import { type CloudReady, ParleyPeer } from "./parley-peer.ts";
import type { Peer, ServerReady } from "./peer.ts";
import { startServer } from "./server-process.ts";
import { createPlainPeer, createSamplePeer, createSocketIoPeer } from "./websocket-peers.ts";

export const peerNames = {
  parley: "Parley",
  socketIo: "Socket.IO",
  durable: "ws, durable",
  raw: "ws, raw",
  sample: "serverless sample",
} as const;

export interface Peers {
  readonly parley: ParleyPeer;
  readonly all: readonly Peer[];
  readonly redisUrl: string;
  stop(): Promise<void>;
}

/** Starts every server, each a process of its own, all on the same Redis and Postgres. */
export async function startPeers(): Promise<Peers> {
  const started: { stop(): Promise<void> }[] = [];
  const start = async <Ready>(script: string, environment: Record<string, string> = {}) => {
    const server = await startServer<Ready>(script, environment);
    started.unshift(server);
    return server.ready;
  };
  const stop = async () => {
    for (const server of started.splice(0)) await server.stop();
  };
  try {
    const cloud = await start<CloudReady>("cloud-server.ts");
    const stores = { REDIS_URL: cloud.redisUrl, DATABASE_URL: cloud.databaseUrl };
    const socketIo = await start<ServerReady>("socket-io-server.ts", stores);
    const durable = await start<ServerReady>("durable-ws-server.ts", stores);
    const raw = await start<ServerReady>("raw-ws-server.ts");
    const sample = await start<CloudReady>("cloud-server.ts", { ...stores, BENCH_SAMPLE: "yes" });
    const parley = new ParleyPeer(cloud);
    await parley.prepare();
    const all = [
      parley,
      createSocketIoPeer(socketIo.url),
      createPlainPeer(peerNames.durable, durable.url),
      createPlainPeer(peerNames.raw, raw.url),
      createSamplePeer(sample.websocketUrl),
    ];
    return { parley, all, redisUrl: cloud.redisUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
