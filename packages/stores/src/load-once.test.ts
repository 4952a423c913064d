import { expect, it } from "vitest";
import { loadOnce } from "./load-once.ts";

it("loads once for all who ask, and again after a failure", async () => {
  let loads = 0;
  const load = loadOnce(async () => {
    loads += 1;
    if (loads === 1) throw new Error("torn");
    return loads;
  });
  const torn = [load(), load()];
  for (const one of torn) await expect(one).rejects.toThrow("torn");
  expect(await Promise.all([load(), load()])).toEqual([2, 2]);
  expect(await load()).toBe(2);
});
