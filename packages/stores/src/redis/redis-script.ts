import { createHash } from "node:crypto";
import { callRedis, type RedisClient } from "./redis-client.ts";

/** A Lua script: one atomic step on keys of one slot. */
export interface RedisScript {
  readonly source: string;
  readonly sha: string;
}

export function defineScript(source: string): RedisScript {
  return { source, sha: createHash("sha1").update(source).digest("hex") };
}

/**
 * A script that also runs when memory is used up: one that leads to less of it, or that must not wait.
 *
 * Source: "EVAL flags" (`allow-oom`, Redis 7), Redis and Valkey documentation.
 */
export function defineRelief(source: string): RedisScript {
  return defineScript(`#!lua flags=allow-oom\n${source}`);
}

/** Runs a script by its digest, sending its text where the server does not have it (yet, or any more). */
export async function runScript(
  redis: RedisClient,
  script: RedisScript,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  return callRedis(redis, async (client) => {
    try {
      return await client.evalsha(script.sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
      return await client.eval(script.source, keys.length, ...keys, ...args);
    }
  });
}
