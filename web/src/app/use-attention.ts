import { useSyncExternalStore } from "react";

/** Whether the page is visible and has the focus: only then has anything on it been read. */
export function useAttention(): boolean {
  return useSyncExternalStore(subscribe, hasAttention);
}

function hasAttention(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

function subscribe(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  window.addEventListener("focus", listener);
  window.addEventListener("blur", listener);
  return () => {
    document.removeEventListener("visibilitychange", listener);
    window.removeEventListener("focus", listener);
    window.removeEventListener("blur", listener);
  };
}
