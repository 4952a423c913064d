import { type FormEvent, useEffect, useRef, useState } from "react";

/**
 * What became of a form: errors by input name, and a problem that concerns the whole; neither: done. `emptied` makes
 * room for the next of what it adds to.
 */
export interface Submitted {
  readonly errors?: Readonly<Record<string, string>>;
  readonly problem?: string;
  readonly emptied?: true;
}

export interface SubmitState {
  readonly busy: boolean;
  readonly errors: Readonly<Record<string, string>>;
  readonly problem: string | undefined;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

/**
 * Runs a form's submission, one at a time, and moves the focus to the first input with an error, so that
 * a screen reader says what is wrong where it can be put right. `explain` tells what to show when `run`
 * rejects.
 */
export function useSubmit(
  run: (data: FormData) => Promise<Submitted | undefined>,
  explain: (thrown: unknown, data: FormData) => Submitted,
): SubmitState {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<Submitted>({});
  const form = useRef<HTMLFormElement | null>(null);

  useEffect(() => {
    if (Object.keys(result.errors ?? {}).length === 0) return;
    form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }, [result]);

  const submit = async (data: FormData) => {
    setBusy(true);
    try {
      const became = (await run(data)) ?? {};
      if (became.emptied) form.current?.reset();
      setResult(became);
    } catch (thrown) {
      setResult(explain(thrown, data));
    } finally {
      setBusy(false);
    }
  };

  return {
    busy,
    errors: result.errors ?? {},
    problem: result.problem,
    onSubmit: (event) => {
      event.preventDefault();
      form.current = event.currentTarget;
      if (!busy) void submit(new FormData(event.currentTarget));
    },
  };
}

/** The text of an input; empty when there is none of that name. */
export function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value : "";
}
