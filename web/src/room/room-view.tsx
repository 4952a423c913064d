import type { RoomTimeline } from "@parley/client";
import type { Room } from "@parley/protocol/room";
import { type ReactNode, type RefObject, Suspense, useEffect, useRef, useState } from "react";
import { useReadable } from "../app/chat-context.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { useUser } from "../app/session.tsx";
import { useEscape } from "../app/use-escape.ts";
import { classNames } from "../design/class-names.ts";
import { iconButtonClass } from "../design/icon-button-class.ts";
import { CloseIcon } from "../design/icons.ts";
import { Notice } from "../design/notice.tsx";
import { besideDetails, useMediaQuery } from "../design/use-media-query.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { lazyPage } from "../i18n/lazy-page.tsx";
import { usePeople } from "../people/use-people.ts";
import { roomTitle } from "../rooms/room-title.ts";
import { useUnreadTotal } from "../rooms/use-unread-total.ts";
import { ConversationActionsProvider } from "./actions/conversation-actions.ts";
import { findLastOwn } from "./actions/find-last-own.ts";
import { useConversationState } from "./actions/use-conversation-state.ts";
import { Composer } from "./composer/composer.tsx";
import { useSilence } from "./composer/use-silence.ts";
import { ConnectionStrip } from "./connection-strip.tsx";
import { RoomHeader } from "./room-header.tsx";
import { Timeline } from "./timeline/timeline.tsx";
import { useSpokenAloud } from "./use-spoken-aloud.ts";
import { useTimeline } from "./use-timeline.ts";

const DeleteDialog = lazyPage(() => import("./actions/delete-dialog.tsx"));
const EmojiDialog = lazyPage(() => import("./actions/emoji-dialog.tsx"));
const RoomDetails = lazyPage(() => import("./details/room-details.tsx"));
const RoomSettingsPage = lazyPage(() => import("./settings/room-settings-page.tsx"));
const RoomPersonDialog = lazyPage(() => import("./details/room-person-dialog.tsx"));

/** What of a room can be asked for by its own path. */
export type RoomPart = "details" | "settings";

interface RoomViewProps {
  readonly room: Room;
  readonly part: RoomPart | undefined;
}

/** A room that the person is a member of. */
export function RoomView({ room, part }: RoomViewProps): ReactNode {
  const { t } = useI18n();
  const timeline = useTimeline(room.id);
  usePageTitle(roomTitle(t, room), useUnreadTotal());
  const wide = useMediaQuery(besideDetails);
  const beside = wide && part !== "settings";
  const covered = part === "settings" || (part === "details" && !wide);
  const detailsLink = useFocusOnReturn(covered);
  const [person, setPerson] = useState<string>();
  return (
    <>
      {/* Under what covers it the room stays laid out, so that its rows and scroll position stay as they are. */}
      <main
        id={covered ? undefined : "content"}
        className={classNames(
          "min-w-0 flex-1 flex-col",
          covered ? "invisible absolute inset-0 flex" : "flex",
        )}
      >
        <RoomHeader room={room} detailsLink={detailsLink} />
        <ConnectionStrip />
        {timeline === undefined ? (
          <div className="flex-1" />
        ) : (
          <Conversation room={room} timeline={timeline} showPerson={setPerson} />
        )}
      </main>
      <Suspense fallback={beside && <div className="w-66 shrink-0 border-s border-line" />}>
        {part === "settings" && <RoomSettingsPage room={room} />}
        {(beside || part === "details") && <RoomDetails room={room} beside={beside} onPerson={setPerson} />}
      </Suspense>
      <Suspense>
        {person !== undefined && (
          <RoomPersonDialog room={room} user={person} onClose={() => setPerson(undefined)} />
        )}
      </Suspense>
    </>
  );
}

/** For the link that leads away: gives the focus back to it when the person is back. */
function useFocusOnReturn(away: boolean): RefObject<HTMLAnchorElement | null> {
  const link = useRef<HTMLAnchorElement>(null);
  const wasAway = useRef(away);
  useEffect(() => {
    if (wasAway.current && !away) link.current?.focus();
    wasAway.current = away;
  }, [away]);
  return link;
}

interface ConversationProps {
  readonly room: Room;
  readonly timeline: RoomTimeline;
  readonly showPerson: (user: string) => void;
}

function Conversation({ room, timeline, showPerson }: ConversationProps): ReactNode {
  const snapshot = useReadable(timeline);
  const people = usePeople(room.id);
  const viewer = useUser().id;
  // Each message sent from here brings the end into view, wherever the reader was.
  const [sends, setSends] = useState(0);
  const [marksRead, setMarksRead] = useState(0);
  const state = useConversationState({ room, timeline, showPerson });
  const silence = useSilence(room);
  useSpokenAloud(timeline, people);
  useEscape(() => setMarksRead((count) => count + 1));

  const editLast = () => {
    const last = findLastOwn(snapshot.messages, viewer);
    if (last !== undefined) state.actions.edit(last);
  };

  return (
    <ConversationActionsProvider value={state.actions}>
      <Timeline
        room={room}
        timeline={timeline}
        snapshot={snapshot}
        people={people}
        mayWrite={silence === undefined}
        sends={sends}
        marksRead={marksRead}
      />
      <ActionProblem text={state.problem} onDismiss={state.forgetProblem} />
      {silence === undefined ? (
        <Composer
          room={room}
          people={people}
          throttle={snapshot.throttle}
          mode={state.mode}
          onModeEnd={state.endMode}
          onEditLast={editLast}
          onSent={() => setSends((count) => count + 1)}
        />
      ) : (
        <div className="script shrink-0 border-t border-line py-5">
          <p role="status" className="text-ui text-ink2 md:col-start-2">
            {silence}
          </p>
        </div>
      )}
      <Suspense>
        {state.reacted !== undefined && (
          <EmojiDialog message={state.reacted} onPick={state.actions.react} onClose={state.closeEmoji} />
        )}
        {state.doomed !== undefined && <DeleteDialog message={state.doomed} onClose={state.closeDelete} />}
      </Suspense>
    </ConversationActionsProvider>
  );
}

function ActionProblem({ text, onDismiss }: { text: string | undefined; onDismiss: () => void }): ReactNode {
  const { t } = useI18n();
  if (text === undefined) return null;
  return (
    <div className="script">
      <div className="flex items-center gap-2 md:col-start-2">
        <Notice tone="danger" announced className="flex-1">
          {text}
        </Notice>
        <button type="button" aria-label={t("app.dismiss")} className={iconButtonClass()} onClick={onDismiss}>
          <CloseIcon className="size-4" />
        </button>
      </div>
    </div>
  );
}
