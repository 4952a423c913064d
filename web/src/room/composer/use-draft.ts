import { limits } from "@parley/protocol/limits";
import { useState } from "react";
import { useChat } from "../../app/chat-context.tsx";
import { errorText } from "../../app/error-text.ts";
import { useUser } from "../../app/session.tsx";
import { useI18n } from "../../i18n/i18n.tsx";
import { draftOf } from "./draft.ts";

export interface DraftState {
  readonly text: string;
  readonly change: (text: string) => void;
  readonly send: () => Promise<void>;
  readonly sendable: boolean;
  /** Below 0 when the text is too long to send. */
  readonly charsLeft: number;
  /** Why the last text was not taken; it stands in the draft again. */
  readonly problem: string | undefined;
}

interface DraftInput {
  readonly room: string;
  /** The message that this one will answer. */
  readonly replyTo: string | undefined;
  readonly onSent: () => void;
}

/** What is being written in a room: kept over reloads, handed to the outbox when sent, never lost between. */
export function useDraft({ room, replyTo, onSent }: DraftInput): DraftState {
  const { t } = useI18n();
  const chat = useChat();
  const viewer = useUser().id;
  const [draft] = useState(() => draftOf(viewer, room));
  const [text, setText] = useState(draft.read);
  const [problem, setProblem] = useState<string>();
  const charsLeft = limits.textCharsMax - text.length;
  const sendable = text.trim() !== "" && charsLeft >= 0;

  const change = (next: string) => {
    setText(next);
    draft.write(next);
    setProblem(undefined);
    if (next.trim() !== "") chat.typing(room);
  };

  const send = async () => {
    if (!sendable) return;
    change("");
    try {
      await chat.send(room, text, { ...(replyTo !== undefined && { replyTo }) });
      onSent();
    } catch (thrown) {
      // Back to where it was written, unless something else stands there by now.
      setText((now) => (now === "" ? text : now));
      draft.write(text);
      setProblem(errorText(t, thrown));
    }
  };

  return { text, change, send, sendable, charsLeft, problem };
}
