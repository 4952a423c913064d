import type { TimelineMessage } from "@parley/client";
import { limits } from "@parley/protocol/limits";
import { useState } from "react";
import { useChat } from "../../app/chat-context.tsx";
import { errorText } from "../../app/error-text.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import type { DraftState } from "./use-draft.ts";

/** An earlier message in the composer, to be said anew. The draft underneath stays as it is. */
export function useEdit(message: TimelineMessage | undefined, onDone: () => void): DraftState | undefined {
  const { t } = useI18n();
  const chat = useChat();
  const [edited, setEdited] = useState({ id: message?.id, text: message?.text ?? "" });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  if (edited.id !== message?.id) {
    setEdited({ id: message?.id, text: message?.text ?? "" });
    setProblem(undefined);
  }
  if (message === undefined) return undefined;

  const { text } = edited;
  const charsLeft = limits.textCharsMax - text.length;
  const sendable = text.trim() !== "" && charsLeft >= 0 && !busy;
  return {
    text,
    charsLeft,
    sendable,
    problem,
    change: (next) => {
      setEdited({ id: message.id, text: next });
      setProblem(undefined);
    },
    send: async () => {
      if (!sendable) return;
      setBusy(true);
      try {
        if (text !== message.text) await chat.editMessage(message.room, message.id, text);
        onDone();
      } catch (thrown) {
        setProblem(errorText(t, thrown));
      } finally {
        setBusy(false);
      }
    },
  };
}
