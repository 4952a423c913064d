import { useSyncExternalStore } from "react";
import { readStored, writeStored } from "../app/stored.ts";

/** `ask`: nothing was decided yet; the person is asked when there is a first reason to. */
export type NoticeSetting = "on" | "off" | "ask";

const storedKey = "parley.notices";
const listeners = new Set<() => void>();

/** What holds on this device: the choice made here, as far as the browser lets it. */
export function readNoticeSetting(): NoticeSetting {
  if (!("Notification" in window) || Notification.permission === "denied") return "off";
  const stored = readStored(storedKey);
  if (stored === "off") return "off";
  return stored === "on" && Notification.permission === "granted" ? "on" : "ask";
}

/** Turns notifications on or off here; on asks the browser first, and is off when it, or the person, refuses. */
export async function setNoticeSetting(wanted: "on" | "off"): Promise<void> {
  const granted = wanted === "on" && (await Notification.requestPermission()) === "granted";
  writeStored(storedKey, granted ? "on" : "off");
  for (const listener of listeners) listener();
}

export function useNoticeSetting(): NoticeSetting {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, readNoticeSetting);
}
