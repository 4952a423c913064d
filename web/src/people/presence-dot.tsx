import type { ReactNode } from "react";
import { classNames } from "../design/class-names.ts";

/** A dot, full for who is there; the words beside it say the same. */
export function PresenceDot({ online }: { online: boolean }): ReactNode {
  return (
    <span
      aria-hidden="true"
      className={classNames("size-2 shrink-0 rounded-full", online ? "bg-accent" : "border border-edge")}
    />
  );
}
