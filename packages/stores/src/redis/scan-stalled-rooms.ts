import type { RoomId } from "@parley/protocol";
import { Cluster, type Redis } from "ioredis";
import { roomKeys, roomMetaPattern, roomOfMetaKey } from "./keys.ts";
import { callRedis, type RedisClient } from "./redis-client.ts";
import { runScript } from "./redis-script.ts";
import { stalledScript } from "./room-scripts.ts";

const keysPerScan = 500;

/** Walks over the hot rooms of every node and returns those that wait for a drainer, at most `limit`. */
export async function scanStalledRooms(redis: RedisClient, limit: number): Promise<RoomId[]> {
  const stalled: RoomId[] = [];
  for (const node of redis instanceof Cluster ? redis.nodes("master") : [redis as Redis]) {
    let cursor = "0";
    do {
      const [next, keys] = await callRedis(redis, () =>
        node.scan(cursor, "MATCH", roomMetaPattern, "COUNT", keysPerScan),
      );
      const rooms = keys.map(roomOfMetaKey);
      const waits = await Promise.all(
        rooms.map((room) => runScript(redis, stalledScript, roomKeys(room), [])),
      );
      stalled.push(...rooms.filter((_, at) => waits[at] === 1).map((room) => room as RoomId));
      cursor = next;
    } while (cursor !== "0" && stalled.length < limit);
  }
  return stalled.slice(0, limit);
}
