import { expect, it } from "vitest";
import { runStorm } from "./storm.ts";

it("people who talk while Redis and Postgres are killed lose, double and reorder nothing", async () => {
  const { violations, blows, events } = await runStorm({
    clients: 6,
    messages: 900,
    blows: ["redis killed", "postgres killed", "redis emptied"],
    note: () => undefined,
  });
  expect(violations).toEqual([]);
  expect(blows).toHaveLength(3);
  expect(events).toBeGreaterThan(900);
}, 240_000);
