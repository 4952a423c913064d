import { type RefObject, useLayoutEffect } from "react";

/** Makes a text area as high as its text; what is too much for its largest height scrolls. */
export function useFittingHeight(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = area.current;
    if (element === null) return;
    element.style.height = "0";
    element.style.height = `${element.scrollHeight}px`;
    // The text is what changes the height.
  }, [area, text]);
}
