import type { Identity } from "@parley/chat/connection/identity";
import type { UserId } from "@parley/protocol";
import { describe, expect, it } from "vitest";
import { RedisTicketStore } from "./redis-ticket-store.ts";
import { findKeys, openServers } from "./testing/open-servers.ts";

const identity: Identity = {
  userId: "usr_1" as UserId,
  sessionId: "ses_1",
  username: "ada",
  name: "Ada",
  lastName: "L",
  sessionExpiresAtMs: 1_800_000_000_000,
};

describe.each(openServers())("RedisTicketStore on $name", ({ redis }) => {
  const store = new RedisTicketStore(redis);

  it("[SEC3] admits the first to come with a ticket, and nobody after them", async () => {
    const { ticket, expiresAtMs } = await store.issue(identity);
    expect(expiresAtMs - Date.now()).toBeLessThanOrEqual(60_000);
    expect(Buffer.from(ticket, "base64url").length * 8).toBeGreaterThanOrEqual(128);
    const redeemed = await Promise.all([store.redeem(ticket), store.redeem(ticket), store.redeem(ticket)]);
    expect(redeemed.filter((one) => one !== undefined)).toEqual([identity]);
    expect(await store.redeem("unknown")).toBeUndefined();
  });

  it("[SEC3] lives for a minute, and is kept by its hash", async () => {
    const { ticket } = await store.issue(identity);
    const keys = await findKeys(redis, "ticket:*");
    expect(keys.join()).not.toContain(ticket);
    const left = await Promise.all(keys.map((key) => redis.pttl(key)));
    expect(Math.max(...left)).toBeLessThanOrEqual(60_000);
    expect(Math.min(...left)).toBeGreaterThan(0);
  });
});
