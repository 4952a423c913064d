import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { recoverDataDirectory } from "./postgres-lock.ts";

let dir: string;
let child: ChildProcess | undefined;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "parley-pg-"));
});
afterEach(async () => {
  child?.kill("SIGKILL");
  await rm(dir, { recursive: true, force: true });
});

const writeLock = (pid: number) => writeFile(join(dir, "postmaster.pid"), `${pid}\n${dir}\n`);
const isLocked = () =>
  access(join(dir, "postmaster.pid")).then(
    () => true,
    () => false,
  );

test("the lock of a process that is gone is cleared", async () => {
  child = spawn("true");
  await once(child, "exit");
  await writeLock(child.pid ?? 0);
  await recoverDataDirectory(dir);
  expect(await isLocked()).toBe(false);
});

test("an id that was given to another process since is cleared, and that process lives", async () => {
  child = spawn("sleep", ["30"], { cwd: tmpdir() });
  await once(child, "spawn");
  await writeLock(child.pid ?? 0);
  await recoverDataDirectory(dir);
  expect([await isLocked(), child.exitCode, child.signalCode]).toEqual([false, null, null]);
});

test("an orphan that still runs on the directory is asked to stop", async () => {
  child = spawn("sleep", ["30"], { cwd: dir });
  const ended = once(child, "exit");
  await once(child, "spawn");
  await writeLock(child.pid ?? 0);
  await recoverDataDirectory(dir);
  expect(await ended).toEqual([null, "SIGINT"]);
});

test("without a lock there is nothing to do", async () => {
  await recoverDataDirectory(dir);
  expect(await isLocked()).toBe(false);
});
