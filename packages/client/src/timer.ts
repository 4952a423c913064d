import type { Clock } from "./clock.ts";

/** One thing to do later: set anew, it forgets what it was set to. */
export interface Timer {
  set(ms: number, run: () => void): void;
  clear(): void;
  isSet(): boolean;
}

export function createTimer(clock: Clock): Timer {
  let handle: unknown;
  const clear = () => {
    clock.clearTimeout(handle);
    handle = undefined;
  };
  return {
    clear,
    isSet: () => handle !== undefined,
    set: (ms, run) => {
      clear();
      handle = clock.setTimeout(() => {
        handle = undefined;
        run();
      }, ms);
    },
  };
}
