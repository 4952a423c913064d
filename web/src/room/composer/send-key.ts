import type { KeyboardEvent } from "react";

/** Enter alone sends, but not while an input method composes; Safari says so by the key code alone. */
export function isSendKey(event: KeyboardEvent): boolean {
  if (event.key !== "Enter") return false;
  if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
  return !event.nativeEvent.isComposing && event.keyCode !== 229;
}
