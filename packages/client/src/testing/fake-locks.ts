import type { LocksLike } from "../web-types.ts";

/** Web Locks, exclusive ones: each name is had by one at a time, in the order of asking. */
export function fakeLocks(): LocksLike {
  const queues = new Map<string, Promise<unknown>>();
  return {
    request: async (name, { signal }, run) => {
      const turn = (queues.get(name) ?? Promise.resolve()).then(() => {
        signal?.throwIfAborted();
        return run({ name });
      });
      queues.set(
        name,
        turn.catch(() => undefined),
      );
      return turn;
    },
  };
}
