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

export function createListeners(batch: Batch, log: Log): Listeners {
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
export function createStore<T>(batch: Batch, log: Log, initial: T): Store<T> {
  const { subscribe, notify } = createListeners(batch, log);
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
