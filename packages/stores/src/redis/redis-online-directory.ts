import type { OnlineDirectory } from "@parley/chat/room/list-members";
import type { UserId } from "@parley/protocol";
import { connectionsKey } from "./keys.ts";
import { callRedis, type RedisClient } from "./redis-client.ts";

/** `OnlineDirectory` on the presence leases in Redis: online is who has one that runs. */
export class RedisOnlineDirectory implements OnlineDirectory {
  readonly #redis: RedisClient;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  async listOnline(users: readonly UserId[]): Promise<ReadonlySet<UserId>> {
    const nowMs = Date.now();
    const leases = await callRedis(this.#redis, (redis) =>
      Promise.all(users.map((user) => redis.zcount(connectionsKey(user), nowMs, "+inf"))),
    );
    return new Set(users.filter((_, index) => (leases[index] ?? 0) > 0));
  }
}
