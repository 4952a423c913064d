import type { ReactNode } from "react";
import { usePageTitle } from "../app/page-title.ts";
import { useArrival } from "../app/use-arrival.ts";
import { classNames } from "../design/class-names.ts";
import { BackLink } from "./back-link.tsx";
import { useUnreadTotal } from "./use-unread-total.ts";

interface PagePaneProps {
  readonly title: string;
  readonly lead?: string;
  /** Where the way back leads, when it is not the list of rooms; it is then there at every width. */
  readonly back?: string;
  readonly children: ReactNode;
}

/** A page beside the rail: forms, lists, settings. */
export function PagePane({ title, lead, back, children }: PagePaneProps): ReactNode {
  usePageTitle(title, useUnreadTotal());
  return (
    <main id="content" className="flex-1 overflow-y-auto">
      <div
        className={classNames("flex h-16 items-center px-2", back === undefined ? "md:hidden" : "md:px-4")}
      >
        <BackLink {...(back !== undefined && { to: back })} />
      </div>
      <div
        className={classNames(
          "mx-auto w-full max-w-160 px-4 pb-16 md:px-10",
          back === undefined ? "md:pt-14" : "md:pt-2",
        )}
      >
        <h1
          ref={useArrival()}
          tabIndex={-1}
          className="text-title font-semibold tracking-[-0.005em] outline-none"
        >
          {title}
        </h1>
        {lead !== undefined && <p className="mt-1 text-body text-ink2 text-pretty">{lead}</p>}
        <div className="mt-7">{children}</div>
      </div>
    </main>
  );
}
