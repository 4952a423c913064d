import { expect, test } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { createTokenBucket } from "./token-bucket.ts";

const takeAll = (bucket: { take(): boolean }): number => {
  let taken = 0;
  while (taken < 1_000 && bucket.take()) taken += 1;
  return taken;
};

test("a bucket starts full, is emptied, and fills at its rate up to its burst", () => {
  const clock = createManualClock();
  const bucket = createTokenBucket({ clock }, { perSecond: 10, burst: 5 });
  expect(takeAll(bucket)).toBe(5);
  clock.advance(100);
  expect(takeAll(bucket)).toBe(1);
  clock.advance(250);
  expect(takeAll(bucket)).toBe(2);
  clock.advance(50);
  expect(takeAll(bucket)).toBe(1);
  clock.advance(60_000);
  expect(takeAll(bucket)).toBe(5);
});
