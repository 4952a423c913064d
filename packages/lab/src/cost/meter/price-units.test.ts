import { describe, expect, it } from "vitest";
import { type BillableUnits, meteredMessages, perMessage } from "./billable-units.ts";
import { priceUnits, priceVendors } from "./price-units.ts";
import { findRegressions } from "./unit-limits.ts";

const units: BillableUnits = {
  chatMessages: 10,
  gatewayMessages: 210,
  connectionMinutes: 20,
  invocations: 10,
  gbSeconds: 1,
  redisRequests: 20,
  redisCommands: 240,
  dynamoWrites: 0,
  sqsRequests: 0,
};

describe("the cost meter", () => {
  it("counts a frame by each 32 KB begun", () => {
    expect([0, 1, 32_768, 32_769, 131_072].map(meteredMessages)).toEqual([1, 1, 1, 2, 4]);
  });

  it("prices a million gateway messages at a dollar and prices every unit", () => {
    const one = Object.fromEntries(priceUnits({ ...units, gatewayMessages: 1e6 }));
    expect(one["WebSocket messages"]).toBeCloseTo(1);
    const free = ["redisRequests"];
    expect(priceUnits(units)).toHaveLength(Object.keys(perMessage(units)).length - free.length);
  });

  it("finds what takes over 5 % more units than it did, and nothing else", () => {
    expect(findRegressions(units)).toEqual([]);
    expect(findRegressions({ ...units, gatewayMessages: 220 })).toEqual([]);
    expect(findRegressions({ ...units, gatewayMessages: 222 })).toHaveLength(1);
    expect(findRegressions({ ...units, redisRequests: 32, invocations: 11 })).toHaveLength(2);
  });

  it("takes each delivery as a message where a service is paid by the message", () => {
    const few = Object.fromEntries(priceVendors({ messages: 1e6, members: 10, messagesPerSecond: 50 }));
    const many = Object.fromEntries(priceVendors({ messages: 1e6, members: 100, messagesPerSecond: 50 }));
    expect(few["AppSync Events"]).toBeCloseTo(11, 0);
    expect(many["AppSync Events"]).toBeCloseTo(101, 0);
    expect(many["Ably"]).toBeGreaterThan(252.5 + 399);
  });
});
