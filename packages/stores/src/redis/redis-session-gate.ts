import type { Entrant, SessionGate } from "@parley/chat/connection/session-gate";
import type { UserId } from "@parley/protocol";
import { websocket } from "@parley/topology";
import { endedKey } from "./keys.ts";
import { callRedis, type RedisClient } from "./redis-client.ts";
import { defineRelief, runScript } from "./redis-script.ts";

/** The longest that a connection lasts, and as long again as a ticket and a clock may be off. */
const rememberedMs = websocket.quotas.lifetimeMs + 10 * 60_000;

/** ARGV: when, ms to remember it. Nobody stays signed in for want of memory. */
const shutScript = defineRelief("redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])");

/** `SessionGate` on Redis: a key per ended session, in the person's slot. */
export class RedisSessionGate implements SessionGate {
  readonly #redis: RedisClient;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  async shut(
    user: UserId,
    { sessionId, atMs }: { sessionId?: string | undefined; atMs: number },
  ): Promise<void> {
    await runScript(this.#redis, shutScript, [endedKey(user, sessionId)], [atMs, rememberedMs]);
  }

  async isShutFor({ user, sessionId, connectedAtMs }: Entrant): Promise<boolean> {
    const keys = [endedKey(user, sessionId), endedKey(user)];
    const [ended, allEndedAtMs] = await callRedis(this.#redis, (redis) => redis.mget(keys));
    return (
      typeof ended === "string" || (typeof allEndedAtMs === "string" && connectedAtMs <= Number(allEndedAtMs))
    );
  }
}
