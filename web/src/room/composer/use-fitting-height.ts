import { type RefObject, useLayoutEffect } from "react";

/** Makes a text area as high as its text; what is too much for its largest height scrolls. */
export function useFittingHeight(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = area.current;
    if (element === null) return;
    // The height of an empty one is the sheet's: to measure it would have the whole page laid out.
    element.style.height = text === "" ? "" : "0";
    if (text === "") return;
    element.style.height = `${element.scrollHeight}px`;
  }, [area, text]);
}
