import type { TimelineMessage } from "@parley/client";
import type { ReactNode } from "react";
import { ReplyIcon } from "../../design/icons.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import type { People } from "../../people/use-people.ts";
import { plainText } from "../markdown/plain-text.ts";

interface QuotedLineProps {
  /** Undefined while it lies outside of what is loaded. */
  readonly quoted: TimelineMessage | undefined;
  readonly people: People;
  readonly onJump: () => void;
}

/** Who and what a message answers; a press leads there. */
export function QuotedLine({ quoted, people, onJump }: QuotedLineProps): ReactNode {
  const { t } = useI18n();
  const name = quoted && (people.call(quoted.user) ?? t("person.unknown"));
  const text = quoted?.deletedAt === undefined ? quoted && plainText(quoted.text) : t("message.deleted");
  return (
    <button
      type="button"
      onClick={onJump}
      className="flex min-h-11 w-full min-w-0 items-center gap-1.5 rounded-[0.25rem] text-start text-meta text-ink3 hover:text-ink md:min-h-6"
    >
      <ReplyIcon className="size-3.5 shrink-0" />
      {quoted === undefined ? (
        t("message.replyEarlier")
      ) : (
        <>
          <span className="sr-only">{t("message.inReplyTo")}</span>
          {/* A long name leaves room for what was said. */}
          <bdi className="max-w-1/2 shrink-0 truncate font-medium">{name}</bdi>
          <bdi className="truncate">{text}</bdi>
        </>
      )}
    </button>
  );
}
