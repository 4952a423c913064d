import type { Entrant, SessionGate } from "@parley/chat/connection/session-gate";
import type { UserId } from "@parley/protocol";
import type { MemoryRedis } from "./memory-redis.ts";

const rememberedMs = 3 * 3_600_000;
const endedKey = (user: string, sessionId = "") => `${user} ended ${sessionId}`;

/** `SessionGate` in memory, for the simulation. */
export class MemorySessionGate implements SessionGate {
  readonly #redis: MemoryRedis;

  constructor(redis: MemoryRedis) {
    this.#redis = redis;
  }

  async shut(
    user: UserId,
    { sessionId, atMs }: { sessionId?: string | undefined; atMs: number },
  ): Promise<void> {
    this.#redis.set(endedKey(user, sessionId), String(atMs), rememberedMs);
  }

  async isShutFor({ user, sessionId, connectedAtMs }: Entrant): Promise<boolean> {
    const allEndedAtMs = this.#redis.get(endedKey(user));
    return (
      this.#redis.get(endedKey(user, sessionId)) !== undefined ||
      (allEndedAtMs !== undefined && connectedAtMs <= Number(allEndedAtMs))
    );
  }
}
