import { useSyncExternalStore } from "react";
import { readStored, writeStored } from "./stored.ts";

/** How closely the messages stand (`data-density`, read by styles.css). */
export type Density = "comfortable" | "compact";
export const densities: readonly Density[] = ["comfortable", "compact"];

const storedKey = "parley.density";
const listeners = new Set<() => void>();
let current: Density = readStored(storedKey) === "compact" ? "compact" : "comfortable";
show();

/** Shows the density at once and remembers it on this device. */
export function setDensity(density: Density): void {
  current = density;
  writeStored(storedKey, density === "compact" ? density : null);
  show();
  for (const listener of listeners) listener();
}

export function useDensity(): Density {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

function show(): void {
  if (current === "compact") document.documentElement.dataset["density"] = current;
  else delete document.documentElement.dataset["density"];
}
