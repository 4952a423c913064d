import type { PendingMessage } from "@parley/client";
import { type ReactNode, useState } from "react";
import { useAnnounce } from "../app/announcer.tsx";
import { useChat } from "../app/chat-context.tsx";
import { Button } from "../design/button.tsx";
import { formatPoint } from "../i18n/format-moment.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { useNow } from "../i18n/use-now.ts";

/** Messages that cannot go where they were written for: they can be taken along, or let go. */
export function UnsentMessages({ messages }: { messages: readonly PendingMessage[] }): ReactNode {
  const chat = useChat();
  const { locale } = useI18n();
  const now = useNow();
  return (
    <ul className="divide-y divide-line">
      {messages.map(({ id, text, createdAt }) => {
        const at = new Date(createdAt);
        return (
          <li key={id} className="py-4 first:pt-0">
            <UnsentText text={text} onDiscard={() => void chat.discard(id)}>
              <time dateTime={at.toISOString()}>{formatPoint(locale, at, now)}</time>
            </UnsentText>
          </li>
        );
      })}
    </ul>
  );
}

interface UnsentTextProps {
  readonly text: string;
  readonly onDiscard: () => void;
  /** What is said of it. */
  readonly children: ReactNode;
}

/** Words that were not sent. */
export function UnsentText({ text, onDiscard, children }: UnsentTextProps): ReactNode {
  const { t } = useI18n();
  const announce = useAnnounce();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    announce(t("unsent.copied"));
  };
  return (
    <figure className="flex flex-col gap-2 text-start text-ui">
      <p
        dir="auto"
        // A part that scrolls is reached by the keyboard.
        tabIndex={0}
        className="max-h-40 overflow-y-auto border-s-2 border-line ps-3 whitespace-pre-wrap wrap-anywhere"
      >
        {text}
      </p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <figcaption className="text-meta text-ink3">{children}</figcaption>
        <div className="ms-auto flex gap-2">
          <Button look="quiet" onClick={onDiscard}>
            {t("pending.discard")}
          </Button>
          {/* Where the clipboard is refused the words stand there to be selected. */}
          <Button look="outline" onClick={() => void copy().catch(() => setCopied(false))}>
            {t(copied ? "unsent.copied" : "unsent.copy")}
          </Button>
        </div>
      </div>
    </figure>
  );
}
