import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { AlertIcon, InfoIcon } from "./icons.ts";

interface NoticeProps {
  readonly tone: "danger" | "signal" | "info";
  readonly children: ReactNode;
  /** Said at once by screen readers: for what follows from the reader's own doing. */
  readonly announced?: boolean;
  readonly className?: string;
}

const tones = {
  danger: "border-danger text-danger",
  signal: "border-signal text-signal",
  info: "border-accent text-accent",
} as const;

/** A boxed remark on the page: a refusal, a warning, a confirmation. */
export function Notice({ tone, children, announced = false, className }: NoticeProps): ReactNode {
  const Icon = tone === "info" ? InfoIcon : AlertIcon;
  return (
    <div
      role={announced ? "alert" : undefined}
      className={classNames(
        "flex items-start gap-2.5 rounded-control border-s-2 bg-surface py-2.5 ps-3 pe-4 text-ui",
        tones[tone],
        className,
      )}
    >
      <Icon className="mt-0.5 size-[1.125rem] shrink-0" />
      <div className="text-ink">{children}</div>
    </div>
  );
}
