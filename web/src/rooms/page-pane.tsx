import type { ReactNode } from "react";
import { usePageTitle } from "../app/page-title.ts";
import { useArrival } from "../app/use-arrival.ts";
import { BackLink } from "./back-link.tsx";
import { useUnreadTotal } from "./use-unread-total.ts";

interface PagePaneProps {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

/** A page beside the rail: forms, lists, settings. */
export function PagePane({ title, lead, children }: PagePaneProps): ReactNode {
  usePageTitle(title, useUnreadTotal());
  return (
    <main id="content" className="flex-1 overflow-y-auto">
      <div className="flex h-16 items-center px-2 md:hidden">
        <BackLink />
      </div>
      <div className="mx-auto w-full max-w-160 px-4 pb-16 md:px-10 md:pt-14">
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
