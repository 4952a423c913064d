import { randomBytes } from "node:crypto";
import { Identity } from "@parley/chat/connection/identity";
import type { TicketStore } from "@parley/chat/connection/ticket";
import * as z from "zod";
import { ticketKey } from "./keys.ts";
import { callRedis, type RedisClient } from "./redis-client.ts";

const ticketBytes = 32;
const ticketTtlMs = 60_000;

/** Its end stands in it as well: the time to live is by Redis's clock, which may be set back. */
const KeptTicket = z.object({ identity: Identity, expiresAtMs: z.number() });

/** `TicketStore` on Redis: 256 random bits, kept hashed, taken once by GETDEL. */
export class RedisTicketStore implements TicketStore {
  readonly #redis: RedisClient;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  async issue(identity: Identity): Promise<{ ticket: string; expiresAtMs: number }> {
    const ticket = randomBytes(ticketBytes).toString("base64url");
    const expiresAtMs = Date.now() + ticketTtlMs;
    await callRedis(this.#redis, (redis) =>
      redis.set(ticketKey(ticket), JSON.stringify({ identity, expiresAtMs }), "PX", ticketTtlMs),
    );
    return { ticket, expiresAtMs };
  }

  async redeem(ticket: string): Promise<Identity | undefined> {
    const found = await callRedis(this.#redis, (redis) => redis.getdel(ticketKey(ticket)));
    const kept = found === null ? undefined : KeptTicket.safeParse(JSON.parse(found)).data;
    return kept !== undefined && Date.now() < kept.expiresAtMs ? kept.identity : undefined;
  }
}
