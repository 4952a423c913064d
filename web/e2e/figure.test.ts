import { describe, expect, it } from "vitest";
import { describeFigure, isOver } from "./figure.ts";

const drift = { name: "drift", max: 0, unit: "px" };

describe("a budget", () => {
  it("is kept by what is as much as it may be", () => {
    expect(isOver({ ...drift, value: 0 })).toBe(false);
  });
  it("is passed by anything more, and by what was not measured, and says so", () => {
    expect(isOver({ ...drift, value: 0.5 })).toBe(true);
    expect(isOver({ ...drift, value: Number.NaN })).toBe(true);
    expect(describeFigure({ ...drift, value: 1 })).toMatch(/^drift +1 of +0 px TOO MUCH$/);
  });
});
