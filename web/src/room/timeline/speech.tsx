import type { PendingMessage, PendingState, TimelineMessage } from "@parley/client";
import {
  type HTMLAttributes,
  type KeyboardEvent,
  lazy,
  memo,
  type ReactNode,
  type RefObject,
  Suspense,
  useEffect,
  useRef,
  useState,
} from "react";
import { useUser } from "../../app/session.tsx";
import { classNames } from "../../design/class-names.ts";
import { formatFullMoment, formatTime } from "../../i18n/format-moment.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import type { People } from "../../people/use-people.ts";
import { useConversationActions } from "../actions/conversation-actions.ts";
import { QuotedLine } from "../actions/quoted-line.tsx";
import { Reactions } from "../actions/reactions.tsx";
import { Markdown } from "../markdown/markdown.tsx";
import { PendingLine } from "./pending-line.tsx";

const MessageToolbar = lazy(() => import("../actions/message-toolbar.tsx"));

interface SpeechProps {
  readonly row: TimelineMessage | PendingMessage;
  /** What becomes of it on its way; undefined once it is said. */
  readonly pending: PendingState | undefined;
  readonly atMs: number;
  readonly own: boolean;
  readonly head: boolean;
  readonly name: string | undefined;
  readonly people: People;
  /** The message that this one answers, as far as it is loaded. */
  readonly quoted: TimelineMessage | undefined;
  /** Whether somebody has just come to it by a link or a jump: it takes the focus and shows it. */
  readonly sought: boolean;
  readonly jumpTo: (message: string) => void;
}

/** A message: who and when in the margin (for the first of a group), what beside it. */
export const Speech = memo(function Speech(props: SpeechProps): ReactNode {
  const { row, pending, atMs, own, head, people, quoted, sought, jumpTo } = props;
  const viewer = useUser().id;
  const { t, locale } = useI18n();
  const article = useRef<HTMLElement>(null);
  const said = "seq" in row && row.deletedAt === undefined ? row : undefined;
  const { near, picking, setPicking, onDone, handlers } = useNearness(article, said, own);
  useEffect(() => {
    if (sought) article.current?.focus({ preventScroll: true });
  }, [sought]);
  const at = new Date(atMs);
  const name = props.name ?? t("person.unknown");
  const unsent = pending !== undefined;
  const time = (
    <time dateTime={at.toISOString()} title={formatFullMoment(locale, at)}>
      {formatTime(locale, at)}
    </time>
  );
  return (
    <article
      ref={article}
      tabIndex={-1}
      {...handlers}
      className={classNames(
        "script group/speech focus-visible:-outline-offset-2",
        head && "speech-head",
        sought ? "bg-tint" : "transition-colors duration-700",
      )}
    >
      {head ? (
        <div className="flex min-w-0 items-baseline gap-x-2 md:flex-row-reverse md:flex-wrap md:self-start">
          <p className="truncate text-ui font-semibold md:leading-6" title={name}>
            <SpeakerName user={"user" in row ? row.user : viewer} name={name} />
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
          "speech-words relative min-w-0 wrap-anywhere",
          !head && "pt-1",
          own && "-ms-2.5 border-s-2 ps-2",
          own && (unsent ? "border-line" : "border-accent"),
          unsent && "text-ink3",
        )}
      >
        {row.replyTo !== undefined && (
          <QuotedLine quoted={quoted} people={people} onJump={() => jumpTo(row.replyTo ?? "")} />
        )}
        <Words row={row} people={people} />
        {said !== undefined && <Reactions message={said} />}
        {said !== undefined && near && (
          <Suspense>
            <MessageToolbar
              message={said}
              own={own}
              picking={picking}
              setPicking={setPicking}
              onDone={onDone}
            />
          </Suspense>
        )}
        {unsent && <PendingLine id={row.key} state={pending} />}
      </div>
    </article>
  );
});

/** By the keyboard it is P on the message: one stop for each message is enough. */
function SpeakerName({ user, name }: { user: string; name: string }): ReactNode {
  const { showPerson } = useConversationActions();
  return (
    <button
      type="button"
      tabIndex={-1}
      className="max-w-full truncate hover:underline"
      onClick={() => showPerson(user)}
    >
      {/* Clipped, for what is hidden takes the line's baseline with it. */}
      <bdi className="block max-w-full overflow-clip text-ellipsis whitespace-nowrap">{name}</bdi>
    </button>
  );
}

interface Nearness {
  /** Whether the message is pointed at, or holds the focus. */
  readonly near: boolean;
  readonly picking: boolean;
  readonly setPicking: (picking: boolean) => void;
  readonly onDone: () => void;
  readonly handlers: Partial<HTMLAttributes<HTMLElement>>;
}

/**
 * Whether somebody is at a message by mouse, finger or keyboard, and the keys that act on one with the focus.
 * The actions are rendered there alone: on every row they would be most of the page.
 */
function useNearness(
  article: RefObject<HTMLElement | null>,
  message: TimelineMessage | undefined,
  own: boolean,
): Nearness {
  const actions = useConversationActions();
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [picking, setPicking] = useState(false);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || message === undefined) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const may = own || actions.moderates;
    const key = event.key.toLowerCase();
    if (key === "r") actions.reply(message);
    else if (key === "e" && own) actions.edit(message);
    else if (key === "c") actions.copyLink(message);
    else if (key === "u" && !own) actions.markUnread(message);
    else if (key === "p") actions.showPerson(message.user);
    else if (key === "delete" && may) actions.askDelete(message);
    else if (key === "+") setPicking(true);
    else return;
    event.preventDefault();
  };

  return {
    near: pointed || focused,
    picking,
    setPicking,
    onDone: () => {
      setPicking(false);
      article.current?.focus({ preventScroll: true });
    },
    handlers: {
      onKeyDown,
      onFocus: () => setFocused(true),
      onBlur: (event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        setFocused(false);
        setPicking(false);
      },
      onPointerEnter: ({ pointerType }) => setPointed(pointerType === "mouse"),
      onPointerLeave: () => setPointed(false),
    },
  };
}

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
