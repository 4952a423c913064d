import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeRunLock } from "./run-lock.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "parley-lock-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test("a second taker is told what the first says of itself; a released lock can be taken again", async () => {
  const first = await takeRunLock(dir);
  first.describe("http://localhost:3000");
  await expect(takeRunLock(dir)).rejects.toThrow(`already running on ${dir}: http://localhost:3000`);
  await first.release();
  await (await takeRunLock(dir)).release();
});

test("what a crash leaves behind is no running stack", async () => {
  await writeFile(join(dir, "run.sock"), "");
  const lock = await takeRunLock(dir);
  await expect(takeRunLock(dir)).rejects.toThrow("already running");
  await lock.release();
});

test("a directory whose name is too long for a socket's address is locked as well", async () => {
  const long = join(dir, "x".repeat(120));
  await mkdir(long);
  const first = await takeRunLock(long);
  await expect(takeRunLock(long)).rejects.toThrow("already running");
  await first.release();
});
