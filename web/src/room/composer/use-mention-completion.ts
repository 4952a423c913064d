import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";
import { useUser } from "../../app/session.tsx";
import type { NamedPerson } from "../../people/person-name.ts";
import type { People } from "../../people/use-people.ts";
import { completeMention, matchPeople, mentionAt } from "./mention-at.ts";
import type { DraftState } from "./use-draft.ts";

const choicesMax = 6;

export interface MentionCompletion {
  readonly choices: readonly NamedPerson[];
  readonly chosen: number;
  readonly pick: (person: NamedPerson) => void;
  /** Notes where the caret is; to be called at each change of the text or the selection. */
  readonly follow: () => void;
  readonly close: () => void;
  /** Handles the keys of an open list; true when the key was one of them. */
  readonly takeKey: (event: KeyboardEvent) => boolean;
}

interface CompletionInput {
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly people: People;
  readonly draft: DraftState;
}

/** Offers the room's people while a mention is being written. */
export function useMentionCompletion({ area, people, draft }: CompletionInput): MentionCompletion {
  const viewer = useUser().id;
  const [caret, setCaret] = useState<number>();
  const [chosen, setChosen] = useState(0);
  const caretNext = useRef<number>(undefined);

  useLayoutEffect(() => {
    if (caretNext.current === undefined) return;
    area.current?.setSelectionRange(caretNext.current, caretNext.current);
    caretNext.current = undefined;
  }, [area, draft.text]);

  const mention = caret === undefined ? undefined : mentionAt(draft.text, caret);
  const others = people.all.filter(({ id }) => id !== viewer);
  const choices = mention === undefined ? [] : matchPeople(others, mention.query, choicesMax);
  const at = Math.min(chosen, Math.max(choices.length - 1, 0));

  const close = () => {
    setCaret(undefined);
    setChosen(0);
  };
  const pick = (person: NamedPerson) => {
    if (mention === undefined || caret === undefined) return;
    const completed = completeMention(draft.text, caret, mention, person.username);
    caretNext.current = completed.caret;
    draft.change(completed.text);
    close();
    area.current?.focus();
  };
  const takeKey = (event: KeyboardEvent) => {
    const person = choices[at];
    if (person === undefined || event.nativeEvent.isComposing) return false;
    if (event.key === "ArrowDown") setChosen((at + 1) % choices.length);
    else if (event.key === "ArrowUp") setChosen((at + choices.length - 1) % choices.length);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) pick(person);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const follow = () => {
    const element = area.current;
    const single = element !== null && element.selectionStart === element.selectionEnd;
    setCaret(single ? element.selectionStart : undefined);
  };
  return { choices, chosen: at, pick, follow, close, takeKey };
}
