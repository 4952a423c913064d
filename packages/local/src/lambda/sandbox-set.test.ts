import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Sandbox } from "./sandbox.ts";
import { createSandboxSet } from "./sandbox-set.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** One sandbox at work, and a line behind it: who is served, in what order, as it becomes free again and again. */
async function serve(line: readonly { readonly name: string; readonly gone?: boolean }[], waitedMs: number) {
  const sandbox = { isAlive: () => true, end: async () => {} } as Partial<Sandbox> as Sandbox;
  const set = createSandboxSet({ start: () => sandbox, sandboxesMax: 1, waitingMax: 10 });
  set.acquire();
  const served: string[] = [];
  const waiting = line.map(async ({ name, gone = false }) => {
    if ((await set.acquire(() => !gone)) === undefined) return;
    served.push(name);
    set.release(sandbox);
  });
  vi.advanceTimersByTime(waitedMs);
  set.release(sandbox);
  await Promise.all(waiting);
  return { served, counts: set.counts() };
}

const quiet = { running: 0, waiting: 0 };

test("events in line are served in turn", async () => {
  expect(await serve([{ name: "a" }, { name: "b" }, { name: "c" }], 1_999)).toEqual({
    served: ["a", "b", "c"],
    counts: quiet,
  });
});

test("once the first has waited for two seconds the last comes first, and who left is left out", async () => {
  const line = [{ name: "a" }, { name: "gone", gone: true }, { name: "b" }, { name: "c" }];
  expect(await serve(line, 2_000)).toEqual({ served: ["c", "b", "a"], counts: quiet });
});
