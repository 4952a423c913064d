import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Sandbox } from "./sandbox.ts";
import { createSandboxSet } from "./sandbox-set.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** One sandbox at work, and a line behind it: who is served, in what order, as it becomes free again and again. */
async function serve(line: readonly { readonly name: string; readonly gone?: boolean }[], waitedMs: number) {
  let asked = 0;
  const sandbox = { isAlive: () => true, end: async () => {} } as Partial<Sandbox> as Sandbox;
  const set = createSandboxSet({ start: () => sandbox, sandboxesMax: 1, atWorkMax: 2, waitingMax: 10 });
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

/** A set that may grow: what was started, and what each event in turn got. */
function open(atWorkMax: number) {
  let started = 0;
  const start = () => ({ name: (started += 1), isAlive: () => true, end: async () => {} }) as never;
  const set = createSandboxSet({ start, sandboxesMax: 4, atWorkMax, waitingMax: 10 });
  const got: number[] = [];
  const acquire = async () => {
    const sandbox = await set.acquire();
    got.push((sandbox as unknown as { name: number }).name);
    return sandbox as Sandbox;
  };
  return { set, got, acquire };
}
const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

test("while the cores are busy an event waits for the next that comes free, and no other is started", async () => {
  const { set, got, acquire } = open(2);
  const first = await acquire();
  await acquire();
  for (let event = 0; event < 3; event += 1) void acquire();
  for (let turn = 0; turn < 3; turn += 1) {
    vi.advanceTimersByTime(40);
    set.release(first);
    await settle();
  }
  expect(got).toEqual([1, 2, 1, 1, 1]);
});

test("where none comes free one more is let in after a time, as often as that goes on", async () => {
  const { got, acquire } = open(1);
  for (let event = 0; event < 6; event += 1) void acquire();
  await settle();
  expect(got).toEqual([1]);
  for (let time = 1; time <= 4; time += 1) {
    vi.advanceTimersByTime(50);
    await settle();
    expect(got).toHaveLength(Math.min(4, 1 + time));
  }
  expect(got).toEqual([1, 2, 3, 4]);
});

test("those at work for long do not keep the cores busy", async () => {
  const { got, acquire } = open(1);
  await acquire();
  vi.advanceTimersByTime(50);
  await acquire();
  expect(got).toEqual([1, 2]);
});
