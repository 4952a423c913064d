import type { RoomId, UserId } from "@parley/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import type { PresenceStore } from "./presence-store.ts";

/** The lease that the suite is written for. */
export const presenceBenchLeaseMs = 300;

export interface PresenceSubject {
  /** Its leases last `presenceBenchLeaseMs`. */
  readonly store: PresenceStore;
  /** Lets time pass. */
  advance(ms: number): Promise<void>;
  now(): number;
}

const rooms = ["rom_1", "rom_2"] as RoomId[];

/** What every `PresenceStore` must do. */
export function testPresenceStore(name: string, { store, advance, now }: PresenceSubject): void {
  let user: UserId;
  const lapsed = async () => (await store.takeLapsed(10_000)).filter((one) => one.user === user);

  describe(`${name} keeps the contract of PresenceStore`, () => {
    beforeEach(() => {
      user = `usr_${Math.random().toString(36).slice(2)}` as UserId;
    });

    it("[PRES2] knows which connections were greeted, and counts the leases that run", async () => {
      expect(await store.renew(user, "con_1")).toEqual({ greeted: false, live: 1, told: false });
      expect(await store.renew(user, "con_1")).toEqual({ greeted: false, live: 1, told: false });
      await store.greet(user, "con_1");
      expect(await store.renew(user, "con_1")).toEqual({ greeted: true, live: 1, told: false });
      expect(await store.renew(user, "con_2")).toEqual({ greeted: false, live: 2, told: false });
      await store.greet(user, "con_2");
      await store.end(user, "con_1");
      await store.end(user, "con_none");
      expect(await store.renew(user, "con_2")).toEqual({ greeted: true, live: 1, told: false });
      await advance(presenceBenchLeaseMs + 50);
      expect(await store.renew(user, "con_3")).toEqual({ greeted: false, live: 1, told: false });
    });

    it("[SES1] lists a person's connections, also those whose lease has just ended", async () => {
      expect(await store.list(user)).toEqual([]);
      await store.renew(user, "con_1");
      await store.renew(user, "con_2");
      await advance(presenceBenchLeaseMs + 50);
      await store.renew(user, "con_3");
      expect((await store.list(user)).toSorted()).toEqual(["con_1", "con_2", "con_3"]);
    });

    it("[PRES3] has somebody's being online told once", async () => {
      await store.renew(user, "con_1");
      expect(await store.claimOnline(user, rooms)).toBe(true);
      expect(await store.claimOnline(user, rooms)).toBe(false);
      expect(await store.renew(user, "con_2")).toMatchObject({ told: true });
    });

    it("[PRES4] gives out who was told to be online when their last lease has ended, once", async () => {
      await store.renew(user, "con_1");
      await store.renew(user, "con_2");
      await store.claimOnline(user, rooms);
      expect(await lapsed()).toEqual([]);
      await store.end(user, "con_1");
      expect(await lapsed()).toEqual([]);
      await advance(presenceBenchLeaseMs / 2);
      await store.renew(user, "con_2");
      await advance(presenceBenchLeaseMs / 2 + 50);
      expect(await lapsed()).toEqual([]);
      await advance(presenceBenchLeaseMs);
      const [gone, ...others] = await lapsed();
      expect(gone).toMatchObject({ user, rooms });
      expect(gone?.lastSeenAtMs).toBeLessThanOrEqual(now());
      expect(gone?.lastSeenAtMs).toBeGreaterThan(now() - 3 * presenceBenchLeaseMs);
      expect(others).toEqual([]);
      expect(await lapsed()).toEqual([]);
      await store.renew(user, "con_3");
      expect(await store.claimOnline(user, rooms)).toBe(true);
    });
  });
}
