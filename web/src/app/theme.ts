import { useSyncExternalStore } from "react";
import { readStored, writeStored } from "./stored.ts";

/** `system` follows the device; the others override it (`data-theme`, read by styles.css). */
export type Theme = "system" | "light" | "dark";
export const themes: readonly Theme[] = ["system", "light", "dark"];

const storedKey = "parley.theme";
const listeners = new Set<() => void>();

function readTheme(): Theme {
  const stored = readStored(storedKey);
  return stored === "light" || stored === "dark" ? stored : "system";
}

let current = readTheme();

/** Shows the theme at once and remembers it on this device. */
export function setTheme(theme: Theme): void {
  current = theme;
  writeStored(storedKey, theme === "system" ? null : theme);
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  for (const listener of listeners) listener();
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, () => current);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
