import type { UserId } from "@parley/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import type { SessionGate } from "./session-gate.ts";

/** What every `SessionGate` must do. */
export function testSessionGate(name: string, gate: SessionGate): void {
  const connectedAtMs = 1_767_225_600_000;
  let user: UserId;
  const isShut = (sessionId: string, atMs = connectedAtMs) =>
    gate.isShutFor({ user, sessionId, connectedAtMs: atMs });

  describe(`${name} keeps the contract of SessionGate`, () => {
    beforeEach(() => {
      user = `usr_${Math.random().toString(36).slice(2)}` as UserId;
    });

    it("[SES2] is shut for a session that ended, and for no other", async () => {
      expect(await isShut("ses_1")).toBe(false);
      await gate.shut(user, { sessionId: "ses_1", atMs: connectedAtMs + 5 });
      await gate.shut(user, { sessionId: "ses_1", atMs: connectedAtMs + 6 });
      expect(await isShut("ses_1")).toBe(true);
      expect(await isShut("ses_1", connectedAtMs + 1_000)).toBe(true);
      expect(await isShut("ses_2")).toBe(false);
      expect(await gate.isShutFor({ user: "usr_other" as UserId, sessionId: "ses_1", connectedAtMs })).toBe(
        false,
      );
    });

    it("[SES2] is shut for whatever of a person's connected before all of it ended", async () => {
      await gate.shut(user, { atMs: connectedAtMs });
      expect(await isShut("ses_1")).toBe(true);
      expect(await isShut("ses_1", connectedAtMs + 1)).toBe(false);
    });
  });
}
