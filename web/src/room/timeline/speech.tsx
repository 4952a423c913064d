import type { PendingMessage, PendingState, TimelineMessage } from "@parley/client";
import { memo, type ReactNode } from "react";
import { classNames } from "../../design/class-names.ts";
import { formatFullMoment, formatTime } from "../../i18n/format-moment.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import type { People } from "../../people/use-people.ts";
import { Markdown } from "../markdown/markdown.tsx";
import { PendingLine } from "./pending-line.tsx";

interface SpeechProps {
  readonly row: TimelineMessage | PendingMessage;
  /** What becomes of it on its way; undefined once it is said. */
  readonly pending: PendingState | undefined;
  readonly atMs: number;
  readonly own: boolean;
  readonly head: boolean;
  readonly name: string | undefined;
  readonly people: People;
}

/** A message: who and when in the margin (for the first of a group), what beside it. */
export const Speech = memo(function Speech(props: SpeechProps): ReactNode {
  const { row, pending, atMs, own, head, people } = props;
  const { t, locale } = useI18n();
  const at = new Date(atMs);
  const name = props.name ?? t("person.unknown");
  const unsent = pending !== undefined;
  const time = (
    <time dateTime={at.toISOString()} title={formatFullMoment(locale, at)}>
      {formatTime(locale, at)}
    </time>
  );
  return (
    <article className={classNames("script group/speech", head && "pt-5")}>
      {head ? (
        <div className="flex min-w-0 items-baseline gap-x-2 md:flex-row-reverse md:flex-wrap md:self-start">
          <p className="truncate text-ui font-semibold md:leading-6" title={name}>
            <bdi>{name}</bdi>
          </p>
          <p className="text-meta text-ink3 md:leading-6">{time}</p>
        </div>
      ) : (
        <p className="text-end text-meta text-ink3 md:pt-1 md:leading-6">
          <span className="sr-only">{name} </span>
          <span className="sr-only md:not-sr-only md:opacity-0 md:group-focus-within/speech:opacity-100 md:group-hover/speech:opacity-100">
            {time}
          </span>
        </p>
      )}
      <div
        className={classNames(
          "min-w-0 text-body wrap-anywhere",
          !head && "pt-1",
          own && "-ms-2.5 border-s-2 ps-2",
          own && (unsent ? "border-line" : "border-accent"),
          unsent && "text-ink3",
        )}
      >
        <Words row={row} people={people} />
        {unsent && <PendingLine id={row.key} state={pending} />}
      </div>
    </article>
  );
});

function Words({ row, people }: { row: SpeechProps["row"]; people: People }): ReactNode {
  const { t } = useI18n();
  if ("deletedAt" in row && row.deletedAt !== undefined) {
    return <p className="text-ui leading-6 text-ink3">{t("message.deleted")}</p>;
  }
  const edited = "editedAt" in row && row.editedAt !== undefined;
  return (
    <>
      <Markdown text={row.text} isMember={people.isMember} />
      {edited && <span className="text-meta text-ink3">{t("message.edited")}</span>}
    </>
  );
}
