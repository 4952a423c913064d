import { expect, test, vi } from "vitest";
import type { LocksLike } from "../web-types.ts";
import { createOwnership } from "./ownership.ts";

/** The platform's own Web Locks, as browsers have them too; no fake. */
const { locks } = (globalThis as unknown as { readonly navigator: { readonly locks: LocksLike } }).navigator;
const log = vi.fn<(level: string, message: string) => void>();
const tab = (owner: string) => createOwnership({ locks, owner, log });
const held = async () => {
  const { held: all = [] } = await (
    locks as unknown as { query(): Promise<{ held?: { name: string }[] }> }
  ).query();
  return all.map(({ name }) => name);
};

test("with real Web Locks, what a closed tab left is taken over, once, by one of those that live", async () => {
  const taken: string[] = [];
  const gone = tab("gone");
  const first = tab("first");
  const second = tab("second");
  await vi.waitFor(async () => expect(await held()).toHaveLength(3));
  for (const [name, heir] of [
    ["first", first],
    ["second", second],
  ] as const) {
    await heir.whenGone("gone", async () => {
      taken.push(name);
    });
    // Asked for again while it waits: still once.
    await heir.whenGone("gone", async () => {
      taken.push(`${name} again`);
    });
    await heir.whenGone(name === "first" ? "second" : "first", async () => {
      taken.push("from the living");
    });
  }
  expect(taken).toEqual([]);
  gone.release();
  // Each heir has its turn with the lock, one after the other: the second finds what the first left.
  await vi.waitFor(() => expect(taken).toEqual(["first", "second"]));
  first.release();
  second.release();
  await vi.waitFor(async () => expect(await held()).toEqual([]));
  expect(log).not.toHaveBeenCalled();
});

test("a tab that closes while it waits for a lock never takes over", async () => {
  const living = tab("living");
  const waiting = tab("waiting");
  await vi.waitFor(async () => expect(await held()).toHaveLength(2));
  const takeOver = vi.fn<() => Promise<void>>(async () => undefined);
  await waiting.whenGone("living", takeOver);
  waiting.release();
  living.release();
  await vi.waitFor(async () => expect(await held()).toEqual([]));
  expect(takeOver).not.toHaveBeenCalled();
  expect(log).not.toHaveBeenCalled();
});
