import type { PresenceStore } from "@parley/chat/presence/presence-store";
import type { UserId } from "@parley/protocol";
import { connectionsKey } from "./keys.ts";
import { callRedis, type RedisClient } from "./redis-client.ts";
import { defineScript, runScript } from "./redis-script.ts";

/** Two and a half missed pings of 25 s. */
const leaseMs = 65_000;

/** ARGV: connection, lease ms. Answers 1 when the connection was not known. */
const renewScript = defineScript(`
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - 2 * 3600 * 1000)
local added = redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], 3 * 3600 * 1000)
return added
`);

/** `PresenceStore` on Redis: a sorted set per person, connection → end of its lease. */
export class RedisPresenceStore implements PresenceStore {
  readonly #redis: RedisClient;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  async renew(user: UserId, connectionId: string): Promise<{ first: boolean }> {
    const added = await runScript(this.#redis, renewScript, [connectionsKey(user)], [connectionId, leaseMs]);
    return { first: added === 1 };
  }

  async end(user: UserId, connectionId: string): Promise<void> {
    await callRedis(this.#redis, (redis) => redis.zrem(connectionsKey(user), connectionId));
  }
}
