import { describe, expect, it } from "vitest";
import { median, quantile, spread } from "../statistics.ts";
import { DeliveryTracker } from "./delivery-tracker.ts";

describe("the delivery tracker", () => {
  it("finds every message in a frame, however many it holds, and what was sent when", () => {
    const tracker = new DeliveryTracker();
    const texts = Array.from({ length: 12 }, () => tracker.newText(50));
    expect(texts.every((text) => text.length === 50)).toBe(true);
    tracker.take(Buffer.from(JSON.stringify({ events: texts.map((text) => ({ text })) })));
    tracker.take(Buffer.from(`42["message",{"text":"${texts[11]}"}]`));
    expect(tracker.deliveries).toBe(13);
    expect(tracker.frames).toBe(2);
    expect([tracker.seen(0), tracker.seen(11)]).toEqual([1, 2]);
    expect(tracker.latenciesMs.every((ms) => ms >= 0 && ms < 1_000)).toBe(true);
  });

  it("takes nothing for a message that was not sent, or of a frame that breaks off", () => {
    const tracker = new DeliveryTracker();
    tracker.newText(10);
    for (const text of ["@@7;", "no mark", "@@", "@@x;"]) tracker.take(Buffer.from(text));
    expect(tracker.deliveries).toBe(0);
  });
});

describe("statistics", () => {
  it("takes quantiles by nearest rank and the middle of an even number for the median", () => {
    const values = [5, 1, 4, 2, 3, 6];
    expect([quantile(values, 0.5), quantile(values, 0.99), quantile(values, 0)]).toEqual([3, 6, 1]);
    expect([median(values), median([3, 1, 2]), median([])]).toEqual([3.5, 2, Number.NaN]);
    expect(spread(values)).toEqual([1, 6]);
  });
});
