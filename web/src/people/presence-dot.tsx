import type { ReactNode } from "react";
import { classNames } from "../design/class-names.ts";

interface PresenceDotProps {
  readonly online: boolean;
  /** A bot comes and goes with its calls: its place stays empty. */
  readonly bot?: boolean | undefined;
}

/** A dot, full for who is there; the words beside it say the same. */
export function PresenceDot({ online, bot = false }: PresenceDotProps): ReactNode {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "size-2 shrink-0 rounded-full",
        bot ? "invisible" : online ? "bg-accent" : "border border-edge",
      )}
    />
  );
}
