import { expect, it } from "vitest";
import { type Blow, planBlows } from "./plan-blows.ts";
import { runStorm } from "./storm.ts";

/** Much less than the SDK waits for an answer before it asks again: nobody had to wait for that. */
const convergedMaxMs = 5_000;

it("people who talk while Redis and Postgres are killed lose, double and reorder nothing, and soon have all", async () => {
  const blows: Blow[] = ["redis killed", "postgres killed", "redis emptied"];
  const { violations, struck, events } = await runStorm({
    clients: 6,
    messages: 500,
    blows: planBlows(7, 500, blows),
    note: () => undefined,
  });
  expect(violations).toEqual([]);
  expect(struck.map(({ blow }) => blow).toSorted()).toEqual(blows.toSorted());
  expect(events).toBeGreaterThan(500);
  const emptied = struck.filter(({ blow }) => blow === "redis emptied");
  for (const { convergedAfterMs } of emptied) expect(convergedAfterMs).toBeLessThan(convergedMaxMs);
}, 240_000);
