import { expect, test } from "vitest";
import { fakeClock } from "../testing/fake-clock.ts";
import { createThrottleClock } from "./throttle-clock.ts";

test("a token comes back one window after it was taken, in all windows at once", async () => {
  const clock = fakeClock();
  const throttle = createThrottleClock(clock);
  throttle.configure([
    { count: 1, windowMs: 1_000 },
    { count: 10, windowMs: 60_000 },
  ]);
  const startedAt = clock.now();
  for (let sent = 0; sent < 10; sent += 1) {
    expect(throttle.availableAt()).toBeLessThanOrEqual(clock.now());
    throttle.take();
    expect(throttle.availableAt()).toBe(sent < 9 ? clock.now() + 1_000 : startedAt + 60_000);
    await clock.advance(1_000);
  }
  await clock.advance(50_000);
  expect(throttle.availableAt()).toBeLessThanOrEqual(clock.now());
});

test("what the service refused cost nothing", () => {
  const clock = fakeClock();
  const throttle = createThrottleClock(clock);
  throttle.configure([{ count: 1, windowMs: 1_000 }]);
  const takenAt = throttle.take();
  throttle.giveBack(takenAt);
  expect(throttle.availableAt()).toBeLessThanOrEqual(clock.now());
});

test("without windows everything passes", () => {
  const clock = fakeClock();
  const throttle = createThrottleClock(clock);
  for (let sent = 0; sent < 100; sent += 1) throttle.take();
  expect(throttle.availableAt()).toBeLessThanOrEqual(clock.now());
});
