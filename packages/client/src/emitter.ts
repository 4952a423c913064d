import { guarded } from "./batch.ts";
import { addListener } from "./listener-set.ts";
import type { Log } from "./log.ts";

export interface Emitter<Told extends object> {
  on<Name extends keyof Told>(name: Name, listener: (told: Told[Name]) => void): () => void;
  emit<Name extends keyof Told>(name: Name, told: Told[Name]): void;
}

/** Typed listeners by name, told at once and in the order in which they came. */
export function createEmitter<Told extends object>(log: Log): Emitter<Told> {
  const listeners = new Map<keyof Told, Set<(told: never) => void>>();
  return {
    on: (name, listener) => {
      const named = listeners.get(name) ?? new Set();
      listeners.set(name, named);
      return addListener(named, listener);
    },
    emit: (name, told) => {
      for (const listener of listeners.get(name) ?? []) guarded(log, () => listener(told as never));
    },
  };
}
