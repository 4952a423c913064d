import { setTimeout as sleep } from "node:timers/promises";

const lookMs = 20;

/** Waits until it is so, or for so long; answers after how many ms it was, or undefined. */
export async function waitUntil(isSo: () => boolean, longestMs: number): Promise<number | undefined> {
  const startedMs = performance.now();
  while (!isSo()) {
    if (performance.now() - startedMs > longestMs) return undefined;
    await sleep(lookMs);
  }
  return Math.round(performance.now() - startedMs);
}
