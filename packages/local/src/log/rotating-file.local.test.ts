import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRotatingFile } from "./rotating-file.ts";

test("a log of 10 MB becomes the old one in place of the one before, and no line is lost at the turn", async () => {
  const dir = await mkdtemp(join(tmpdir(), "parley-log-"));
  const path = join(dir, "api.log");
  const file = openRotatingFile(path);
  const lines = 25;
  const filling = "x".repeat(1024 * 1024);
  for (let index = 0; index < lines; index += 1) file.write(`${index} ${filling}`);
  await file.close();
  expect((await readdir(dir)).toSorted()).toEqual(["api.log", "api.log.1"]);
  const numbers = async (name: string) =>
    (await readFile(join(dir, name), "utf8"))
      .trim()
      .split("\n")
      .map((line) => Number.parseInt(line, 10));
  await expect.poll(() => numbers("api.log.1")).toHaveLength(10);
  const kept = [...(await numbers("api.log.1")), ...(await numbers("api.log"))];
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => lines - kept.length + index));
  await rm(dir, { recursive: true });
});
