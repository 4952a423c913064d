import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Sandbox } from "./sandbox.ts";
import { createSandboxSet } from "./sandbox-set.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** One sandbox at work, and a line behind it: who is served, in what order, as it becomes free again and again. */
async function serve(line: readonly { readonly name: string; readonly gone?: boolean }[], waitedMs: number) {
  let asked = 0;
  const sandbox = { isAlive: () => true, end: async () => {} } as Partial<Sandbox> as Sandbox;
  const set = createSandboxSet({ start: () => sandbox, sandboxesMax: 1, waitingMax: 10 });
  set.acquire();
  const served: string[] = [];
  const waiting = line.map(async ({ name, gone = false }) => {
    const isWanted = () => {
      asked += 1;
      return !gone;
    };
    if ((await set.acquire(isWanted)) === undefined) return;
    served.push(name);
    set.release(sandbox);
  });
  vi.advanceTimersByTime(waitedMs);
  set.release(sandbox);
  await Promise.all(waiting);
  return { served, asked, counts: set.counts() };
}

const quiet = { running: 0, waiting: 0 };

test("events in line are served in turn, and who left is left out", async () => {
  const line = [{ name: "a" }, { name: "gone", gone: true }, { name: "b" }, { name: "c" }];
  expect(await serve(line, 1_999)).toEqual({ served: ["a", "b", "c"], asked: 4, counts: quiet });
});

test("once the first has waited for two seconds the last comes first", async () => {
  const line = [{ name: "a" }, { name: "gone", gone: true }, { name: "b" }, { name: "c" }];
  expect(await serve(line, 2_000)).toMatchObject({ served: ["c", "b", "a"], counts: quiet });
});

test("a late line whose first have left is not late for their sake", async () => {
  const line = [
    { name: "gone", gone: true },
    { name: "went", gone: true },
  ];
  expect(await serve(line, 2_000)).toMatchObject({ served: [], counts: quiet });
});

test("a release asks as many as it passes over, however long the line is", async () => {
  const line = Array.from({ length: 10 }, (_, at) => ({ name: String(at) }));
  const { served, asked } = await serve(line, 2_000);
  expect(served).toHaveLength(10);
  expect(asked).toBeLessThanOrEqual(20);
});
