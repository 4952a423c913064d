import type { ReactNode } from "react";
import { Link } from "wouter";
import { usePageTitle } from "../app/page-title.ts";
import { Wordmark } from "../design/wordmark.tsx";
import { Preferences } from "./preferences.tsx";
import { Scene } from "./scene.tsx";

interface AccountLayoutProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  /** What stands under the form: the way to a neighbouring page. */
  readonly foot?: ReactNode;
}

/** The frame of every page before sign-in: a narrow column, and on wide screens a scene beside it. */
export function AccountLayout({ title, lead, children, foot }: AccountLayoutProps): ReactNode {
  usePageTitle(title);
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(28rem,5fr)_6fr]">
      <div className="flex min-h-dvh flex-col px-4 py-5 md:px-10 md:py-8">
        <header className="mx-auto flex w-full max-w-100">
          <Link href="/" className="rounded-control">
            <Wordmark />
          </Link>
        </header>
        <main
          id="content"
          className="mx-auto flex w-full max-w-100 flex-1 flex-col pt-14 pb-10 md:justify-center md:pt-10"
        >
          <h1 className="text-display font-semibold tracking-[-0.01em] text-balance">{title}</h1>
          {lead !== undefined && <p className="mt-2 text-body text-ink2 text-pretty">{lead}</p>}
          <div className="mt-7">{children}</div>
          {foot !== undefined && (
            <div className="mt-7 border-t border-line pt-5 text-ui text-ink2">{foot}</div>
          )}
        </main>
        <footer className="mx-auto w-full max-w-100">
          <Preferences />
        </footer>
      </div>
      <div className="hidden items-center justify-center border-s border-line bg-sunken px-12 lg:flex">
        <Scene />
      </div>
    </div>
  );
}
