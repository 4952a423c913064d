import { Box, render, Text, useInput, usePaste } from "ink";
import { createElement, useEffect, useRef, useState } from "react";
import { CommandFailure, exitCodes } from "../command-failure.ts";
import { plainLine } from "../output/plain-text.ts";
import type { Surroundings } from "../surroundings.ts";
import { inkOptions } from "./ink-streams.ts";
import { type Draft, type Edit, editDraft, emptyDraft } from "./line-editor.ts";

interface PromptProps {
  readonly label: string;
  /** Nothing of what is typed is shown, not even how much. */
  readonly isHidden: boolean;
  /** Undefined when the person gave up. */
  onDone(text: string | undefined): void;
}

function Prompt({ label, isHidden, onDone }: PromptProps) {
  const latest = useRef<Draft>(emptyDraft);
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [isDone, setDone] = useState(false);
  // After what was typed is drawn: it stays in the scrollback, however fast Enter followed.
  useEffect(() => {
    if (isDone) onDone(latest.current.text);
  }, [isDone, onDone]);
  const edit = (change: Edit) => {
    latest.current = editDraft(latest.current, change);
    setDraft(latest.current);
  };
  useInput((input, key) => {
    const [typed = "", ...rest] = input.split(/[\r\n]/);
    if (key.ctrl && (input === "c" || input === "d")) onDone(undefined);
    else if (key.return) setDone(true);
    else if (key.backspace || key.delete) edit({ kind: "erase", what: "left" });
    else if (key.ctrl && input === "u") edit({ kind: "erase", what: "toStart" });
    else if (!key.ctrl && !key.meta && input !== "") {
      edit({ kind: "insert", text: typed });
      if (rest.length > 0) setDone(true);
    }
  });
  usePaste((text) => edit({ kind: "insert", text: text.split(/[\r\n]/)[0] ?? "" }));
  return createElement(Box, { gap: 1 }, [
    createElement(Text, { key: "label" }, label),
    createElement(Text, { key: "text" }, isHidden ? "" : plainLine(draft.text)),
  ]);
}

/**
 * Asks for a line at the terminal.
 *
 * @throws {CommandFailure} with exit code 130 when the person gave up.
 */
export async function prompt(
  surroundings: Surroundings,
  { label, isHidden }: Pick<PromptProps, "label" | "isHidden">,
): Promise<string> {
  let told: string | undefined;
  const screen = render(
    createElement(Prompt, {
      label,
      isHidden,
      onDone: (text) => {
        told = text;
        screen.unmount();
      },
    }),
    inkOptions(surroundings),
  );
  await screen.waitUntilExit();
  if (told === undefined) throw new CommandFailure(exitCodes.interrupted, "Given up.");
  return told;
}
