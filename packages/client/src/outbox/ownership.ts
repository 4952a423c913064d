import type { Log } from "../log.ts";
import type { LocksLike } from "../web-types.ts";

/**
 * Who sends which entry, where several tabs share one storage. Each holds a lock on its own name for as long
 * as it lives and sends what it wrote; whoever gets a dead one's lock takes over what that one left behind.
 */
export interface Ownership {
  /**
   * Calls back once no other tab sends the owner's entries. Where there are no locks nobody can know: it is
   * called at once, one after the other, and the promise is fulfilled after it.
   */
  whenGone(owner: string, takeOver: () => Promise<void>): Promise<void>;
  release(): void;
}

const lockName = (owner: string) => `parley-outbox-${owner}`;

export function createOwnership(deps: {
  readonly locks: LocksLike | null;
  readonly owner: string;
  readonly log: Log;
}): Ownership {
  const { locks, owner, log } = deps;
  const abort = new AbortController();
  const watched = new Set<string>([owner]);
  let letGo: (() => void) | undefined;
  let last = Promise.resolve();

  const request = (name: string, run: () => Promise<void>) => {
    locks?.request(lockName(name), { signal: abort.signal }, run).catch((error: unknown) => {
      if (!abort.signal.aborted) log("warn", "a lock could not be had", undefined, error);
    });
  };
  request(
    owner,
    () =>
      new Promise((resolve) => {
        letGo = resolve;
        if (abort.signal.aborted) resolve();
      }),
  );
  return {
    whenGone: async (other, takeOver) => {
      if (locks === null) {
        last = last.then(takeOver);
        await last;
        return;
      }
      if (watched.has(other)) return;
      watched.add(other);
      request(other, async () => {
        watched.delete(other);
        await takeOver();
      });
    },
    release: () => {
      abort.abort();
      letGo?.();
    },
  };
}
