import { useCallback, useState } from "react";
import { useI18n } from "../i18n/i18n.tsx";
import { errorText } from "./error-text.ts";

interface Attempt {
  readonly busy: boolean;
  /** Why the last attempt came to nothing. */
  readonly problem: string | undefined;
  /** Does something that may be refused; fulfilled with whether it was done, never rejected. */
  readonly attempt: (doing: () => Promise<unknown>) => Promise<boolean>;
}

/** Something that a press begins and the service may refuse: whether it is under way, and why it failed. */
export function useAttempt(explain?: (thrown: unknown) => string | undefined): Attempt {
  const { t } = useI18n();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const attempt = useCallback(
    async (doing: () => Promise<unknown>) => {
      setBusy(true);
      setProblem(undefined);
      try {
        await doing();
        return true;
      } catch (thrown) {
        setProblem(explain?.(thrown) ?? errorText(t, thrown));
        return false;
      } finally {
        setBusy(false);
      }
    },
    [t, explain],
  );
  return { busy, problem, attempt };
}
