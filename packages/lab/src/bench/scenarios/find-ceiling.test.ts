import { describe, expect, it } from "vitest";
import { findCeiling } from "./find-ceiling.ts";

async function search(startRate: number, ceiling: number) {
  const tried: number[] = [];
  const found = await findCeiling(startRate, async (rate) => {
    tried.push(rate);
    return rate <= ceiling ? `at ${rate}` : undefined;
  });
  return { tried, found };
}

describe("the search for a ceiling", () => {
  it("grows by half until a rate fails, and tries the middle once", async () => {
    const { tried, found } = await search(400, 1_200);
    expect(tried).toEqual([400, 600, 900, 1_350, 1_125]);
    expect(found).toEqual({ rate: 1_125, figure: "at 1125" });
  });

  it("keeps the last that held where the middle fails", async () => {
    expect((await search(400, 1_000)).found?.rate).toBe(900);
  });

  it("halves where the first fails, and is as fine from below as from above", async () => {
    const { tried, found } = await search(400, 160);
    expect(tried).toEqual([400, 200, 100, 150]);
    expect(found?.rate).toBe(150);
  });

  it("ends: with nothing where nothing holds, with the last where everything does", async () => {
    expect((await search(2, 0)).found).toBeUndefined();
    const { tried, found } = await search(400, Number.POSITIVE_INFINITY);
    expect(tried).toHaveLength(14);
    expect(found?.rate).toBe(tried.at(-1));
  });
});
