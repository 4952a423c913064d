import type { ReactNode } from "react";
import type { ThrottleWait } from "./use-throttle-wait.ts";

/** Drains along the composer's top edge until the next message may go out; absent with reduced motion. */
export function ThrottleHairline({ drain }: Pick<ThrottleWait, "drain">): ReactNode {
  if (drain === undefined) return null;
  return (
    <div
      key={drain.key}
      aria-hidden="true"
      className="drain absolute inset-x-0 top-0 h-0.5 bg-signal motion-reduce:hidden"
      style={{ animationDuration: `${drain.durationMs}ms` }}
    />
  );
}
