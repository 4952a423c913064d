import type { TimelineMessage } from "@parley/client";
import type { ReactNode } from "react";
import { classNames } from "../../design/class-names.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { useConversationActions } from "./conversation-actions.ts";

/** How people reacted to a message; a press adds one's own or takes it back. */
export function Reactions({ message }: { message: TimelineMessage }): ReactNode {
  const { t } = useI18n();
  const { react } = useConversationActions();
  if (message.reactions.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-1.5 pt-1.5 pb-1 max-md:gap-2.5 max-md:py-2">
      {message.reactions.map(({ emoji, count, mine }) => (
        <button
          key={emoji}
          type="button"
          aria-pressed={mine}
          aria-label={t("message.reaction", { emoji, count })}
          onClick={() => react(message, emoji)}
          className={classNames(
            // The target is larger than the pill, where fingers press.
            "tabular relative inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-meta max-md:after:absolute max-md:after:-inset-2",
            mine ? "border-accent bg-tint font-medium text-accent" : "border-edge bg-surface text-ink2",
          )}
        >
          <span aria-hidden="true">{emoji}</span>
          {count}
        </button>
      ))}
    </div>
  );
}
