import { Redis } from "ioredis";
import type { ParleyPeer } from "../servers/parley-peer.ts";
import { quantile } from "../statistics.ts";
import { fillRoom } from "./fill-room.ts";

export interface HistoryFigure {
  readonly hotP50Ms: number;
  readonly coldP50Ms: number;
}

export interface HistoryReads {
  readonly redisUrl: string;
  /** Before those that are measured: a function in use is compiled, as the servers of other scenarios are by then. */
  readonly warmUpReads: number;
  readonly reads: number;
}

/** F: the latest 50 messages over HTTP: of a room in Redis, and of one that Redis has never heard of. */
export async function measureHistory(
  peer: ParleyPeer,
  { redisUrl, warmUpReads, reads }: HistoryReads,
): Promise<HistoryFigure> {
  const { room, members } = await fillRoom(peer, 60);
  const redis = new Redis(redisUrl);
  const read = async () => {
    const startedMs = performance.now();
    const { messages } = await peer.history(room);
    if (messages.length !== 50) throw new Error(`The page has ${messages.length} messages.`);
    return performance.now() - startedMs;
  };
  const hotMs: number[] = [];
  const coldMs: number[] = [];
  for (let warmUp = 0; warmUp < warmUpReads; warmUp += 1) await read();
  for (let at = 0; at < reads; at += 1) hotMs.push(await read());
  for (let at = 0; at < reads; at += 1) {
    await redis.flushall();
    coldMs.push(await read());
  }
  redis.disconnect();
  for (const member of members) member.close();
  return { hotP50Ms: quantile(hotMs, 0.5), coldP50Ms: quantile(coldMs, 0.5) };
}
