import { describe, expect, it } from "vitest";
import {
  formatAgo,
  formatDay,
  formatPoint,
  formatShortMoment,
  formatTime,
  isSameDay,
} from "./format-moment.ts";

const now = new Date("2026-11-21T10:00:00.000Z"); // a Saturday
const at = (iso: string) => new Date(iso);

describe("formatDay", () => {
  it("says today and yesterday in words, as the language writes a beginning", () => {
    expect(formatDay("en-GB", at("2026-11-21T00:00:00Z"), now, "UTC")).toBe("Today");
    expect(formatDay("en-GB", at("2026-11-20T23:59:59Z"), now, "UTC")).toBe("Yesterday");
    expect(formatDay("es", at("2026-11-20T12:00:00Z"), now, "UTC")).toBe("Ayer");
  });

  it("names the weekday up to six days ago, and the date from the seventh", () => {
    expect(formatDay("en-GB", at("2026-11-15T12:00:00Z"), now, "UTC")).toBe("Sunday");
    expect(formatDay("en-GB", at("2026-11-14T12:00:00Z"), now, "UTC")).toMatch(/14 November$/);
  });

  it("adds the year when it is another one", () => {
    expect(formatDay("en-GB", at("2025-12-31T12:00:00Z"), now, "UTC")).toMatch(/31 December 2025$/);
  });

  it("goes by the calendar of the zone, not by 24 hours", () => {
    const late = at("2026-11-20T22:30:00Z");
    expect(formatDay("en-GB", late, now, "UTC")).toBe("Yesterday");
    expect(formatDay("en-GB", late, now, "Asia/Tokyo")).toBe("Today");
  });

  it("counts days over a change of clocks", () => {
    const spring = new Date("2026-03-30T07:00:00Z");
    expect(formatDay("en-GB", at("2026-03-29T00:30:00Z"), spring, "Europe/Berlin")).toBe("Yesterday");
  });
});

describe("formatShortMoment", () => {
  it("gives the time today, the weekday this week, the date before", () => {
    expect(formatShortMoment("en-GB", at("2026-11-21T08:05:00Z"), now, "UTC")).toBe(
      formatTime("en-GB", at("2026-11-21T08:05:00Z"), "UTC"),
    );
    expect(formatShortMoment("en-GB", at("2026-11-18T08:05:00Z"), now, "UTC")).toBe("Wed");
    expect(formatShortMoment("en-GB", at("2026-10-02T08:05:00Z"), now, "UTC")).toBe("2 Oct");
    expect(formatShortMoment("en-GB", at("2024-10-02T08:05:00Z"), now, "UTC")).toBe("2 Oct 2024");
  });

  it("shows the time of what a fast clock dates ahead of now", () => {
    expect(formatShortMoment("en-GB", at("2026-11-22T00:05:00Z"), now, "UTC")).toBe("00:05");
  });
});

describe("formatPoint", () => {
  it("gives the time alone on the same day, whether past or to come", () => {
    expect(formatPoint("en-GB", at("2026-11-21T22:15:00Z"), now, "UTC")).toBe("22:15");
    expect(formatPoint("en-GB", at("2026-11-28T22:15:00Z"), now, "UTC")).toBe("28 Nov 2026, 22:15");
  });
});

describe("formatAgo", () => {
  it("uses the largest unit that fits", () => {
    expect(formatAgo("en", at("2026-11-21T09:55:00Z"), now)).toBe("5 minutes ago");
    expect(formatAgo("en", at("2026-11-20T09:00:00Z"), now)).toBe("yesterday");
    expect(formatAgo("en", at("2026-11-21T12:30:00Z"), now)).toBe("in 2 hours");
    expect(formatAgo("en", at("2026-11-21T09:59:30Z"), now)).toBe("now");
  });
});

describe("isSameDay", () => {
  it("parts a day at midnight of the zone", () => {
    const before = at("2026-11-20T23:59:59.999Z");
    const after = at("2026-11-21T00:00:00.000Z");
    expect(isSameDay(before, after, "UTC")).toBe(false);
    expect(isSameDay(before, after, "America/New_York")).toBe(true);
  });
});
