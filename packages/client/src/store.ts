import { type Batch, guarded } from "./batch.ts";
import { addListener } from "./listener-set.ts";
import type { Log } from "./log.ts";
import type { Readable } from "./readable.ts";

export interface Store<T> extends Readable<T> {
  set(value: T): void;
}

export interface Listeners {
  subscribe(listener: () => void): () => void;
  /** Tells all listeners at the next flush. */
  notify(): void;
}

/** How listeners are told, and who hears of one that throws. */
export interface TellDeps {
  readonly batch: Batch;
  readonly log: Log;
}

export function createListeners({ batch, log }: TellDeps): Listeners {
  const listeners = new Set<(told: void) => void>();
  const flush = () => {
    for (const listener of listeners) guarded(log, listener);
  };
  return {
    subscribe: (listener) => addListener(listeners, listener),
    notify: () => batch(flush),
  };
}

/** A value whose change is seen at once and told at the next flush. */
export function createStore<T>(deps: TellDeps, initial: T): Store<T> {
  const { subscribe, notify } = createListeners(deps);
  let value = initial;
  return {
    getSnapshot: () => value,
    subscribe,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      notify();
    },
  };
}
