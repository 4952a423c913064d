import { Cluster, type Redis } from "ioredis";
import { afterAll, inject } from "vitest";
import { createRedis, type RedisClient } from "../redis-client.ts";

export interface OpenServer {
  readonly name: string;
  readonly redis: RedisClient;
}

/** The servers that every suite runs on: one Redis, and a cluster of three masters. Closed after the file. */
export function openServers(): OpenServer[] {
  const servers = [
    { name: "Redis", redis: createRedis({ url: inject("redisUrl"), cluster: false }) },
    { name: "a Redis Cluster", redis: createRedis({ url: inject("redisClusterUrl"), cluster: true }) },
  ];
  afterAll(() => {
    for (const { redis } of servers) redis.disconnect();
  });
  return servers;
}

/** Keys that match, of every master. */
export async function findKeys(redis: RedisClient, pattern: string): Promise<string[]> {
  const nodes = redis instanceof Cluster ? redis.nodes("master") : [redis as Redis];
  return (await Promise.all(nodes.map((node) => node.keys(pattern)))).flat();
}

/** Loses all rooms, as an emptied server does; what other suites keep there stays. */
export async function loseRooms(redis: RedisClient): Promise<void> {
  for (const key of await findKeys(redis, "room:*")) await redis.del(key);
}
