import { type RefObject, useEffect, useRef } from "react";

// The router announces its own navigations as events of this name; the browser's are popstate.
let hasNavigated = false;
for (const navigation of ["pushState", "popstate"]) {
  window.addEventListener(navigation, () => {
    hasNavigated = true;
  });
}

/**
 * For a page's heading (with `tabIndex={-1}`): takes the focus over when the link that led here has gone or
 * is hidden with its page, so that the keyboard goes on from the top of the new one and a screen reader says
 * where it is. The first page leaves the focus to the browser.
 */
export function useArrival(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const active = document.activeElement;
    const hidden = active !== null && !active.checkVisibility({ visibilityProperty: true });
    const orphaned = active === null || active === document.body || hidden;
    if (orphaned && hasNavigated) heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}
