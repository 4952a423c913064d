import type { ReactNode } from "react";

interface PlainPageProps {
  readonly title: string;
  readonly lead: string;
  readonly children?: ReactNode;
}

/** A page with one thing to say and one way on. */
export function PlainPage({ title, lead, children }: PlainPageProps): ReactNode {
  return (
    <main id="content" className="flex min-h-dvh flex-col items-center justify-center px-4 py-16 text-center">
      <h1 className="font-serif text-display text-balance">{title}</h1>
      <p className="mt-3 max-w-100 text-body text-ink2 text-pretty">{lead}</p>
      {children !== undefined && <div className="mt-7">{children}</div>}
    </main>
  );
}
