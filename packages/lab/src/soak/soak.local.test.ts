import { expect, it } from "vitest";
import { runSoak } from "./soak.ts";
import { habits } from "./soak-device.ts";
import { soakFaults } from "./timetable.ts";

const seed = Date.now() % 2 ** 31;

it(`a minute of everything at once, with every fault, loses, doubles and reorders nothing (seed ${seed})`, async () => {
  const { violations, faults, acts, messages } = await runSoak({
    seed,
    seconds: 60,
    sockets: 60,
    rooms: 6,
    actsPerSecond: 6,
    faultEverySeconds: 4.1,
    note: () => undefined,
  });
  expect(violations).toEqual([]);
  expect(faults).toBe(Object.keys(soakFaults).length);
  expect(Object.keys(acts).toSorted()).toEqual(Object.keys(habits).toSorted());
  expect(messages).toBeGreaterThan(50);
}, 300_000);
