import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRedis } from "@parley/local/servers/redis";
import type { TestProject } from "vitest/node";
import { startRedisCluster } from "./start-redis-cluster.ts";

declare module "vitest" {
  interface ProvidedContext {
    redisUrl: string;
    /** A node of a cluster of three masters. */
    redisClusterUrl: string;
  }
}

/** A Redis and a Redis Cluster of the tests' own on loopback, empty, for the run of the `redis` project. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "parley-redis-"));
  const [redis, cluster] = await Promise.all([
    startRedis({ dataDir, onLine: () => undefined, note: () => undefined }),
    startRedisCluster(),
  ]);
  project.provide("redisUrl", redis.url);
  project.provide("redisClusterUrl", cluster.url);
  return async () => {
    await Promise.all([redis.stop(), cluster.stop()]);
    await rm(dataDir, { recursive: true, force: true });
  };
}
