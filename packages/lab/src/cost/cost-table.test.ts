import { readFile } from "node:fs/promises";
import { stages } from "@parley/topology";
import { describe, expect, it } from "vitest";
import { costTable } from "./cost-table.ts";
import { loads } from "./loads.ts";
import { monthlyCost, sumOf } from "./monthly-cost.ts";
import { pricesAsOf } from "./prices.ts";

const guide = () => readFile(new URL("../../../../docs/deploy.md", import.meta.url), "utf8");

describe("what a month costs", () => {
  it("stands in the guide as the formula has it, with the date of its prices", async () => {
    const text = await guide();
    expect(text).toContain(costTable());
    expect(text).toContain(pricesAsOf);
  });

  it("grows with the load", () => {
    const sums = loads.map((load) => sumOf(monthlyCost(stages.production, load)));
    expect(sums).toEqual(sums.toSorted((one, other) => one - other));
  });

  it("charges no one for messages when nobody is there", () => {
    const [idle] = loads;
    const lines = Object.fromEntries(monthlyCost(stages.staging, idle));
    expect(lines["WebSocket: messages"]).toBe(0);
    expect(lines["WebSocket: heartbeats"]).toBe(0);
  });

  it("follows the topology: a second zone costs a second NAT", () => {
    const [idle] = loads;
    const cost = (zones: 1 | 2) =>
      Object.fromEntries(monthlyCost({ ...stages.staging, zones }, idle))["Network: NAT and addresses"];
    expect(cost(2)).toBeCloseTo(2 * (cost(1) ?? 0));
  });
});
