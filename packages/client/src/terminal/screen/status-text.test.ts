import { expect, test } from "vitest";
import { ParleyError } from "../../parley-error.ts";
import { connectionText, pendingText, throttleText, typingText } from "./status-text.ts";

test("a countdown ends at one second and is gone after it", () => {
  const throttle = { availableAt: 12_000, queued: 0, windows: [] };
  expect(throttleText(throttle, 0)).toBe("12 s");
  expect(throttleText(throttle, 11_999)).toBe("1 s");
  expect(throttleText(throttle, 12_000)).toBeUndefined();
  expect(throttleText({ ...throttle, availableAt: undefined }, 0)).toBeUndefined();
});

test("only what keeps the person from talking is said of the connection", () => {
  expect(connectionText({ status: "online", since: 0 }, 5)).toBeUndefined();
  const lost = { status: "reconnecting", reason: "lost", attempt: 2, retryAt: 4_000 } as const;
  expect(connectionText(lost, 1_500)).toBe("Reconnecting in 3 s");
  expect(connectionText({ ...lost, retryAt: undefined }, 0)).toBe("Reconnecting");
  expect(connectionText({ status: "signed_out", reason: "revoked" }, 0)).toMatch(/sign in again/);
});

test("a message that failed says why, and what can be done", () => {
  const error = new ParleyError({ code: "forbidden", message: "You are muted." });
  const message = { state: { kind: "failed", error } } as Parameters<typeof pendingText>[0];
  expect(pendingText(message, 0)).toBe("not sent: You are muted. /retry or /discard");
});

test("who writes is named, up to two", () => {
  expect(typingText([])).toBeUndefined();
  expect(typingText(["ada"])).toBe("ada is writing");
  expect(typingText(["ada", "ben"])).toBe("ada and ben are writing");
  expect(typingText(["ada", "ben", "cy"])).toBe("3 people are writing");
});
