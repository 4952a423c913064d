import { type RefObject, useEffect } from "react";

/** Puts the focus into the composer of a room that was opened, where that brings up no keyboard on the screen. */
export function useFocusOnArrival(area: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    if (matchMedia("(hover: hover) and (pointer: fine)").matches)
      area.current?.focus({ preventScroll: true });
  }, [area]);
}
