import { readFileSync } from "node:fs";
import { functions } from "@parley/topology";
import { describe, expect, it } from "vitest";

const root = new URL("../../../../", import.meta.url);
const linesMax = 40;

describe("handlers", () => {
  it.each(Object.values(functions).map(({ handler }) => handler))("%s stays within 40 lines", (handler) => {
    const file = handler.slice(0, handler.lastIndexOf("."));
    const source = readFileSync(new URL(`${file}.ts`, root), "utf8");
    expect(source).toMatch(/export const handler = /);
    expect(source.trimEnd().split("\n").length).toBeLessThanOrEqual(linesMax);
  });
});
