import { useEffect, useRef } from "react";

/** Runs something each time a count grows: how a part of the page asks another for something. */
export function useOnGrowth(count: number, run: () => void): void {
  const last = useRef(count);
  useEffect(() => {
    if (count > last.current) run();
    last.current = count;
  }, [count, run]);
}
