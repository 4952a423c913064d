import type { PresenceStore } from "@parley/chat/presence/presence-store";
import type { UserId } from "@parley/protocol";
import type { MemoryRedis } from "./memory-redis.ts";

const leaseMs = 65_000;

/** `PresenceStore` in memory, for the simulation. */
export class MemoryPresenceStore implements PresenceStore {
  readonly #redis: MemoryRedis;

  constructor(redis: MemoryRedis) {
    this.#redis = redis;
  }

  async renew(user: UserId, connectionId: string): Promise<{ first: boolean }> {
    const leases = this.#redis.leases.get(user) ?? new Map<string, number>();
    const first = !leases.has(connectionId);
    leases.set(connectionId, this.#redis.now() + leaseMs);
    this.#redis.leases.set(user, leases);
    return { first };
  }

  async end(user: UserId, connectionId: string): Promise<void> {
    this.#redis.leases.get(user)?.delete(connectionId);
  }
}
