import type { ReactNode } from "react";
import { Link } from "wouter";
import { classNames } from "./class-names.ts";

interface TabsProps {
  readonly label: string;
  readonly current: string;
  readonly tabs: readonly { readonly to: string; readonly label: string }[];
}

/** Pages that belong together, each a link; the one that is shown is underlined. */
export function Tabs({ label, current, tabs }: TabsProps): ReactNode {
  return (
    <nav aria-label={label} className="mb-7 flex flex-wrap gap-x-6 border-b border-line">
      {tabs.map(({ to, label: text }) => (
        <Link
          key={to}
          href={to}
          aria-current={to === current ? "page" : undefined}
          className={classNames(
            "-mb-px inline-flex min-h-11 items-center border-b-2 text-ui",
            to === current ? "border-accent font-medium" : "border-transparent text-ink2 hover:text-ink",
          )}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
