import type { NeglectedRoom } from "@parley/chat/message/room-log";
import type { RoomId } from "@parley/protocol";
import { Cluster, type Redis } from "ioredis";
import { roomKeys, roomMetaPattern, roomOfMetaKey } from "./keys.ts";
import { callRedis, type RedisClient } from "./redis-client.ts";
import { runScript } from "./redis-script.ts";
import { inspectScript } from "./room-read-scripts.ts";

const keysPerScan = 500;

export interface InspectInput {
  readonly connectionMs: number;
  readonly pruneMs: number;
  readonly idleMs: number;
  readonly limit: number;
}

/**
 * Walks over the hot rooms of every master and returns those that need looking after, at most `limit`: what
 * is stalled comes first.
 */
export async function inspectRooms(redis: RedisClient, input: InspectInput): Promise<NeglectedRoom[]> {
  const neglected: NeglectedRoom[] = [];
  for (const node of redis instanceof Cluster ? redis.nodes("master") : [redis as Redis]) {
    const server = await callRedis(redis, () => identify(node));
    let cursor = "0";
    do {
      const [next, keys] = await callRedis(redis, () =>
        node.scan(cursor, "MATCH", roomMetaPattern, "COUNT", keysPerScan),
      );
      const rooms = keys.map((key) => roomOfMetaKey(key) as RoomId);
      const found = await Promise.all(rooms.map((room) => inspectRoom(redis, room, server, input)));
      neglected.push(...found.filter((room) => room !== undefined));
      cursor = next;
    } while (cursor !== "0");
  }
  return neglected.toSorted((a, b) => Number(b.stalled) - Number(a.stalled)).slice(0, input.limit);
}

async function inspectRoom(
  redis: RedisClient,
  room: RoomId,
  server: string,
  { connectionMs, pruneMs, idleMs }: InspectInput,
): Promise<NeglectedRoom | undefined> {
  const args = [server, connectionMs, pruneMs, idleMs];
  const reply = await runScript(redis, inspectScript, roomKeys(room), args);
  if (reply === null) return undefined;
  const [stalled, unconfirmed, head] = reply as [number, number, number];
  if (stalled === 0 && unconfirmed === 0) return undefined;
  return { room, head, stalled: stalled === 1, unconfirmed: unconfirmed === 1, server };
}

/**
 * Who answers: `run_id` is another after every start, `master_replid` after every promotion of a replica.
 * What was confirmed by one such server need not be true of the next.
 */
async function identify(node: Redis): Promise<string> {
  const [server, replication] = await Promise.all([node.info("server"), node.info("replication")]);
  const runId = /run_id:(\w+)/.exec(server)?.[1] ?? "";
  return `${runId}.${/master_replid:(\w+)/.exec(replication)?.[1] ?? ""}`;
}
