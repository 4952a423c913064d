import {
  type Lapsed,
  type PresenceStore,
  presenceLeaseMs,
  type Renewed,
} from "@parley/chat/presence/presence-store";
import type { RoomId, UserId } from "@parley/protocol";
import type { MemoryRedis } from "./memory-redis.ts";

const toldMs = 3 * 3_600_000;
const greetedKey = (connectionId: string) => `${connectionId} greeted`;
const toldKey = (user: string) => `${user} online`;

/** `PresenceStore` in memory, for the simulation. */
export class MemoryPresenceStore implements PresenceStore {
  readonly #redis: MemoryRedis;
  readonly #leaseMs: number;

  constructor(redis: MemoryRedis, leaseMs = presenceLeaseMs) {
    this.#redis = redis;
    this.#leaseMs = leaseMs;
  }

  async renew(user: UserId, connectionId: string): Promise<Renewed> {
    const leases = this.#redis.leases.get(user) ?? new Map<string, number>();
    leases.set(connectionId, this.#redis.now() + this.#leaseMs);
    this.#redis.leases.set(user, leases);
    const greeted = this.#redis.get(greetedKey(connectionId)) !== undefined;
    return { greeted, live: this.#live(user), told: this.#redis.get(toldKey(user)) !== undefined };
  }

  async greet(_user: UserId, connectionId: string): Promise<void> {
    this.#redis.set(greetedKey(connectionId), "", toldMs);
  }

  async list(user: UserId): Promise<string[]> {
    return [...(this.#redis.leases.get(user)?.keys() ?? [])];
  }

  async end(user: UserId, connectionId: string): Promise<void> {
    const leases = this.#redis.leases.get(user);
    if (leases?.has(connectionId)) leases.set(connectionId, this.#redis.now());
  }

  async claimOnline(user: UserId, rooms: readonly RoomId[]): Promise<boolean> {
    return this.#redis.setNew(toldKey(user), JSON.stringify(rooms), toldMs);
  }

  async takeLapsed(limit: number): Promise<Lapsed[]> {
    const lapsed: Lapsed[] = [];
    for (const [name, leases] of this.#redis.leases) {
      const user = name as UserId;
      const told = this.#redis.get(toldKey(user));
      if (told === undefined || this.#live(user) > 0 || lapsed.length === limit) continue;
      this.#redis.delete(toldKey(user));
      const lastSeenAtMs = Math.min(Math.max(...leases.values()), this.#redis.now());
      lapsed.push({ user, rooms: JSON.parse(told) as RoomId[], lastSeenAtMs });
    }
    return lapsed;
  }

  #live(user: UserId): number {
    const ends = [...(this.#redis.leases.get(user)?.values() ?? [])];
    return ends.filter((end) => end > this.#redis.now()).length;
  }
}
