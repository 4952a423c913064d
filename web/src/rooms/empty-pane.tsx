import type { ReactNode } from "react";
import { useArrival } from "../app/use-arrival.ts";

interface EmptyPaneProps {
  readonly title: string;
  readonly lead: string;
  readonly children?: ReactNode;
  /** The way back on small screens, for a pane whose own way on leads elsewhere. */
  readonly back?: ReactNode;
}

/** A pane without content: a line in the serif, one sentence, one way on. */
export function EmptyPane({ title, lead, children, back }: EmptyPaneProps): ReactNode {
  return (
    <main
      id="content"
      className="relative flex flex-1 flex-col items-center justify-center-safe overflow-y-auto px-6 pt-6 pb-16 text-center"
    >
      {back !== undefined && <div className="absolute start-2 top-2.5 md:hidden">{back}</div>}
      <h1 ref={useArrival()} tabIndex={-1} className="font-serif text-title text-balance outline-none">
        {title}
      </h1>
      <p className="mt-2 max-w-88 text-ui text-ink2 text-pretty">{lead}</p>
      {children !== undefined && <div className="mt-6 flex w-full flex-col items-center">{children}</div>}
    </main>
  );
}
