import type { TimelineMessage } from "@parley/client";
import type { ReactNode } from "react";
import { classNames } from "../../design/class-names.ts";
import {
  CreateIcon,
  DeleteIcon,
  EditIcon,
  LinkIcon,
  ReactIcon,
  ReplyIcon,
  UnreadIcon,
} from "../../design/icons.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { useConversationActions } from "./conversation-actions.ts";
import { reactionChoices } from "./reaction-choices.ts";

interface MessageToolbarProps {
  readonly message: TimelineMessage;
  readonly own: boolean;
  /** Whether the reactions are offered in the place of the actions. */
  readonly picking: boolean;
  readonly setPicking: (picking: boolean) => void;
  /** After something was done with it: gives the focus back to the message. */
  readonly onDone: () => void;
}

const buttonClass =
  "inline-flex size-11 items-center justify-center rounded-[0.375rem] text-ink2 hover:bg-sunken hover:text-ink focus-visible:-outline-offset-2 md:size-8";

/** What can be done with a message; there while the message is pointed at or holds the focus. */
export default function MessageToolbar({
  message,
  own,
  picking,
  setPicking,
  onDone,
}: MessageToolbarProps): ReactNode {
  const { t } = useI18n();
  const { moderates, reply, edit, askDelete, react, copyLink, markUnread, chooseEmoji } =
    useConversationActions();
  const actions = [
    { label: t("message.react"), Icon: ReactIcon, run: () => setPicking(true) },
    { label: t("message.reply"), Icon: ReplyIcon, run: () => reply(message) },
    own && { label: t("message.edit"), Icon: EditIcon, run: () => edit(message) },
    !own && {
      label: t("message.markUnread"),
      Icon: UnreadIcon,
      run: () => {
        markUnread(message);
        onDone();
      },
    },
    { label: t("message.copyLink"), Icon: LinkIcon, run: () => copyLink(message) },
    (own || moderates) && { label: t("message.delete"), Icon: DeleteIcon, run: () => askDelete(message) },
  ].filter((action) => action !== false);

  return (
    <div
      role="group"
      aria-label={picking ? t("message.react") : t("message.actions")}
      className="absolute end-0 -top-12 z-10 flex rounded-control border border-edge bg-surface p-0.5 shadow-float md:-top-5"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onDone();
      }}
    >
      {picking ? (
        <>
          {reactionChoices.map((emoji, index) => (
            <button
              key={emoji}
              type="button"
              autoFocus={index === 0}
              aria-label={t("message.reactWith", { emoji })}
              className={classNames(buttonClass, "text-body leading-none")}
              onClick={() => {
                react(message, emoji);
                onDone();
              }}
            >
              {emoji}
            </button>
          ))}
          <button
            type="button"
            aria-label={t("message.moreReactions")}
            title={t("message.moreReactions")}
            className={buttonClass}
            onClick={() => chooseEmoji(message)}
          >
            <CreateIcon className="size-[1.125rem]" />
          </button>
        </>
      ) : (
        actions.map(({ label, Icon, run }) => (
          <button
            key={label}
            type="button"
            aria-label={label}
            title={label}
            className={buttonClass}
            onClick={run}
          >
            <Icon className="size-[1.125rem]" />
          </button>
        ))
      )}
    </div>
  );
}
