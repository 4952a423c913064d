import type { RoomTimeline, TimelineMessage } from "@parley/client";
import type { Room } from "@parley/protocol/room";
import { useCallback, useMemo, useState } from "react";
import { useAnnounce } from "../../app/announcer.tsx";
import { useChat } from "../../app/chat-context.tsx";
import { errorText } from "../../app/error-text.ts";
import { useUser } from "../../app/session.tsx";
import { useI18n } from "../../i18n/i18n.tsx";
import { may } from "../../rooms/room-rights.ts";
import { putUnreadMark } from "../../rooms/unread-marks.ts";
import { composerId } from "../composer/composer-id.ts";
import type { ComposerMode } from "../composer/composer-mode.ts";
import type { ConversationActions } from "./conversation-actions.ts";
import { messagePath } from "./message-link.ts";

interface ConversationInput {
  readonly room: Room;
  readonly timeline: RoomTimeline;
  readonly showPerson: (user: string) => void;
}

export interface ConversationState {
  readonly actions: ConversationActions;
  readonly mode: ComposerMode | undefined;
  readonly endMode: () => void;
  /** The message that an emoji is being chosen for. */
  readonly reacted: TimelineMessage | undefined;
  readonly closeEmoji: () => void;
  /** The message that the person asked to delete and has not said yes to. */
  readonly doomed: TimelineMessage | undefined;
  readonly closeDelete: () => void;
  /** Why the last action failed. */
  readonly problem: string | undefined;
  readonly forgetProblem: () => void;
}

/** What the person does to the messages of a room, and what of it is under way. */
export function useConversationState({ room, timeline, showPerson }: ConversationInput): ConversationState {
  const { t } = useI18n();
  const chat = useChat();
  const announce = useAnnounce();
  const viewer = useUser().id;
  const [mode, setMode] = useState<ComposerMode>();
  const [reacted, setReacted] = useState<TimelineMessage>();
  const [doomed, setDoomed] = useState<TimelineMessage>();
  const [problem, setProblem] = useState<string>();
  const moderates = may(room, "deleteOthers");

  const actions = useMemo<ConversationActions>(() => {
    const attempt = async (doing: Promise<void>) => {
      setProblem(undefined);
      try {
        await doing;
      } catch (thrown) {
        setProblem(errorText(t, thrown));
      }
    };
    const write = (next: ComposerMode) => {
      setMode(next);
      document.getElementById(composerId)?.focus();
    };
    return {
      moderates,
      reply: (message) => write({ kind: "reply", message }),
      edit: (message) => write({ kind: "edit", message }),
      askDelete: setDoomed,
      chooseEmoji: setReacted,
      showPerson,
      react: (message, emoji) => {
        const mine = message.reactions.some((reaction) => reaction.emoji === emoji && reaction.mine);
        const { room: where, id } = message;
        void attempt(mine ? chat.removeReaction(where, id, emoji) : chat.addReaction(where, id, emoji));
      },
      markUnread: ({ room: where, seq }) => {
        const { messages } = timeline.getSnapshot();
        putUnreadMark(viewer, where, { seq, count: Math.max(1, messages.length - messages.indexOfSeq(seq)) });
        announce(t("message.markedUnread"));
      },
      copyLink: ({ room: where, seq }) =>
        void attempt(
          navigator.clipboard
            .writeText(new URL(messagePath(where, seq), location.href).href)
            .then(() => announce(t("message.linkCopied"))),
        ),
    };
  }, [chat, t, announce, viewer, timeline, moderates, showPerson]);

  return {
    actions,
    mode,
    endMode: useCallback(() => setMode(undefined), []),
    reacted,
    closeEmoji: useCallback(() => setReacted(undefined), []),
    doomed,
    closeDelete: useCallback(() => setDoomed(undefined), []),
    problem,
    forgetProblem: useCallback(() => setProblem(undefined), []),
  };
}
