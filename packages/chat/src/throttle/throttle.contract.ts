import { describe, expect, it } from "vitest";
import type { Throttle } from "./throttle.ts";

export interface ThrottleSubject {
  readonly throttle: Throttle;
  /** Lets time pass. */
  advance(ms: number): Promise<void>;
}

const subject = () => `usr_${Math.random()}`;

/** What every `Throttle` must do. */
export function testThrottle(name: string, { throttle, advance }: ThrottleSubject): void {
  const waitOf = async (who: string, limit: Parameters<Throttle["take"]>[1]) => {
    const outcome = await throttle.take(who, limit);
    return outcome.allowed ? 0 : outcome.retryAfterMs;
  };

  describe(`${name} keeps the contract of Throttle`, () => {
    it("[THR1] allows the count of a window and then tells a true wait", async () => {
      const who = subject();
      const limit = [{ count: 3, windowMs: 400 }];
      for (let taken = 0; taken < 3; taken += 1) expect(await waitOf(who, limit)).toBe(0);
      const retryAfterMs = await waitOf(who, limit);
      expect(retryAfterMs).toBeGreaterThan(300);
      expect(retryAfterMs).toBeLessThanOrEqual(400);
      await advance(retryAfterMs - 60);
      expect(await waitOf(who, limit)).toBeGreaterThan(0);
      await advance(70);
      expect(await waitOf(who, limit)).toBe(0);
    });

    it("[THR2] holds all windows at once: the eleventh of a minute waits although a second has passed", async () => {
      const who = subject();
      const limit = [
        { count: 1, windowMs: 150 },
        { count: 10, windowMs: 60_000 },
      ];
      for (let taken = 0; taken < 10; taken += 1) {
        expect(await waitOf(who, limit)).toBe(0);
        expect(await waitOf(who, limit)).toBeGreaterThan(0);
        await advance(160);
      }
      expect(await waitOf(who, limit)).toBeGreaterThan(57_000);
    });

    it("[THR3] never lets more than the count through, however many ask at once", async () => {
      const who = subject();
      const limit = [{ count: 7, windowMs: 60_000 }];
      const outcomes = await Promise.all(Array.from({ length: 60 }, () => throttle.take(who, limit)));
      expect(outcomes.filter((outcome) => outcome.allowed)).toHaveLength(7);
    });

    it("[THR1] takes nothing for a refusal, and nothing at all when unlimited", async () => {
      const who = subject();
      const limit = [{ count: 1, windowMs: 150 }];
      await throttle.take(who, limit);
      for (let asked = 0; asked < 20; asked += 1) await throttle.take(who, limit);
      await advance(155);
      expect(await waitOf(who, limit)).toBe(0);
      for (let asked = 0; asked < 50; asked += 1) expect(await waitOf(who, [])).toBe(0);
    });
  });
}
