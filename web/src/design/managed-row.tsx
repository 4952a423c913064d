import type { ReactNode } from "react";
import { useAttempt } from "../app/use-attempt.ts";
import { Button } from "./button.tsx";
import { Problem } from "./problem.tsx";

interface ManagedRowProps {
  readonly title: ReactNode;
  readonly facts: ReactNode;
  /** What its button does, the name that it has alone, and how. */
  readonly action: string;
  readonly actionNamed: string;
  readonly run: () => Promise<void>;
  readonly children?: ReactNode;
}

/** A line of a list of things that somebody keeps: what it is, what there is to know of it, and a way to end it. */
export function ManagedRow({ title, facts, action, actionNamed, run, children }: ManagedRowProps): ReactNode {
  const { busy, problem, attempt } = useAttempt();
  return (
    <li className="py-2">
      <div className="flex items-center gap-3 text-ui">
        <div className="min-w-0 flex-1">
          <p className="truncate">{title}</p>
          <p className="text-meta text-ink3 wrap-anywhere">{facts}</p>
        </div>
        <Button look="outline" busy={busy} aria-label={actionNamed} onClick={() => void attempt(run)}>
          {action}
        </Button>
      </div>
      <Problem text={problem} />
      {children}
    </li>
  );
}
