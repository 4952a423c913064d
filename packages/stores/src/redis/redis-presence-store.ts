import {
  type Lapsed,
  type PresenceStore,
  presenceLeaseMs,
  type Renewed,
} from "@parley/chat/presence/presence-store";
import type { RoomId, UserId } from "@parley/protocol";
import { connectionsKey, greetedKey, onlineKey, presenceIndexKeys } from "./keys.ts";
import { callRedis, type RedisClient } from "./redis-client.ts";
import { defineScript, type RedisScript, runScript } from "./redis-script.ts";

/** What is told of somebody's presence is forgotten with the longest connection: 2 hours and some. */
const toldMs = 3 * 3_600_000;

/**
 * KEYS: the person's leases (connection → end, ms), what was told of their being online (a list of rooms), and
 * the connections that were greeted. Leases that ended stay for a while: the last of them says when somebody
 * was last seen. One that ends later than any can (`bound`) is by a clock that has been set back.
 */
const prelude = `
local leases, online, greeted = KEYS[1], KEYS[2], KEYS[3]
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local function bound(leaseMs)
  local last = now + leaseMs
  for _, far in ipairs(redis.call('ZRANGEBYSCORE', leases, '(' .. last, '+inf')) do
    redis.call('ZADD', leases, last, far)
  end
end
local function live() return redis.call('ZCOUNT', leases, '(' .. now, '+inf') end
`;

/** ARGV: connection, lease ms, told ms. Answers whether the connection was greeted, how many live, and what was told. */
const renewScript = defineScript(`${prelude}
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now - ARGV[3])) do
  redis.call('ZREM', leases, gone)
  redis.call('SREM', greeted, gone)
end
bound(ARGV[2])
redis.call('ZADD', leases, now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', leases, ARGV[3])
redis.call('PEXPIRE', greeted, ARGV[3])
local told = redis.call('PEXPIRE', online, ARGV[3])
return { redis.call('SISMEMBER', greeted, ARGV[1]), live(), told }
`);

/** ARGV: connection, told ms. */
const greetScript = defineScript(`
redis.call('SADD', KEYS[3], ARGV[1])
redis.call('PEXPIRE', KEYS[3], ARGV[2])
`);

/** ARGV: connection. The lease ends now rather than never having been. */
const endScript = defineScript(`${prelude}
if redis.call('ZSCORE', leases, ARGV[1]) then redis.call('ZADD', leases, now, ARGV[1]) end
return live()
`);

/** ARGV: told ms, rooms. */
const claimScript = defineScript(`${prelude}
if redis.call('EXISTS', online) == 1 then return 0 end
for at = 2, #ARGV do redis.call('RPUSH', online, ARGV[at]) end
redis.call('PEXPIRE', online, ARGV[1])
return 1
`);

/** ARGV: lease ms. Answers when the next lease ends, or when the last one did and where that is to be told. */
const lapseScript = defineScript(`${prelude}
bound(ARGV[1])
local last = redis.call('ZREVRANGE', leases, 0, 0, 'WITHSCORES')
if live() > 0 then return { 0, last[2] } end
local rooms = redis.call('LRANGE', online, 0, -1)
redis.call('DEL', online)
return { 1, last[2] or now, rooms }
`);

/** `PresenceStore` on Redis: what concerns one person lies in their slot, and an index by time in a few others. */
export class RedisPresenceStore implements PresenceStore {
  readonly #redis: RedisClient;
  readonly #leaseMs: number;

  constructor(redis: RedisClient, leaseMs = presenceLeaseMs) {
    this.#redis = redis;
    this.#leaseMs = leaseMs;
  }

  async renew(user: UserId, connectionId: string): Promise<Renewed> {
    const reply = await this.#run(renewScript, user, [connectionId, this.#leaseMs, toldMs]);
    const [greeted, live, told] = reply as [number, number, number];
    return { greeted: greeted === 1, live, told: told === 1 };
  }

  async greet(user: UserId, connectionId: string): Promise<void> {
    await this.#run(greetScript, user, [connectionId, toldMs]);
  }

  async list(user: UserId): Promise<string[]> {
    return callRedis(this.#redis, (redis) => redis.zrange(connectionsKey(user), "0", "-1"));
  }

  async end(user: UserId, connectionId: string): Promise<void> {
    await this.#run(endScript, user, [connectionId]);
  }

  async claimOnline(user: UserId, rooms: readonly RoomId[]): Promise<boolean> {
    // The index first: who is told to be online and is not in it would stay so.
    await this.#index(user, Date.now() + this.#leaseMs);
    return (await this.#run(claimScript, user, [toldMs, ...rooms])) === 1;
  }

  async takeLapsed(limit: number): Promise<Lapsed[]> {
    const lapsed: Lapsed[] = [];
    for (const key of presenceIndexKeys()) {
      const left = limit - lapsed.length;
      if (left <= 0) break;
      const due = await callRedis(this.#redis, (redis) =>
        redis.zrangebyscore(key, "-inf", Date.now(), "LIMIT", 0, left),
      );
      const taken = await Promise.all(due.map((user) => this.#takeLapsed(user as UserId, key)));
      lapsed.push(...taken.filter((one) => one !== undefined));
    }
    return lapsed;
  }

  /** Whose leases go on is looked at again when the last of them should have ended. */
  async #takeLapsed(user: UserId, index: string): Promise<Lapsed | undefined> {
    const reply = await this.#run(lapseScript, user, [this.#leaseMs]);
    const [ended, endMs, rooms = []] = reply as [number, string, RoomId[]?];
    if (ended === 0) {
      await this.#index(user, Number(endMs));
      return undefined;
    }
    await callRedis(this.#redis, (redis) => redis.zrem(index, user));
    const lastSeenAtMs = Math.min(Number(endMs), Date.now());
    return rooms.length === 0 ? undefined : { user, rooms, lastSeenAtMs };
  }

  async #index(user: UserId, endMs: number): Promise<void> {
    const [key = ""] = presenceIndexKeys(user);
    await callRedis(this.#redis, (redis) => redis.zadd(key, endMs, user));
  }

  #run(script: RedisScript, user: UserId, args: (string | number)[]): Promise<unknown> {
    return runScript(this.#redis, script, [connectionsKey(user), onlineKey(user), greetedKey(user)], args);
  }
}
