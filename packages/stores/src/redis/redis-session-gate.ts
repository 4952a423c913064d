import type { Entrant, SessionGate } from "@parley/chat/connection/session-gate";
import type { UserId } from "@parley/protocol";
import { websocket } from "@parley/topology";
import { endedKey } from "./keys.ts";
import { callRedis, type RedisClient } from "./redis-client.ts";

/** The longest that a connection lasts, and as long again as a ticket and a clock may be off. */
const rememberedMs = websocket.quotas.lifetimeMs + 10 * 60_000;

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
    await callRedis(this.#redis, (redis) => redis.set(endedKey(user, sessionId), atMs, "PX", rememberedMs));
  }

  async isShutFor({ user, sessionId, connectedAtMs }: Entrant): Promise<boolean> {
    const keys = [endedKey(user, sessionId), endedKey(user)];
    const [ended, allEndedAtMs] = await callRedis(this.#redis, (redis) => redis.mget(keys));
    return (
      typeof ended === "string" || (typeof allEndedAtMs === "string" && connectedAtMs <= Number(allEndedAtMs))
    );
  }
}
