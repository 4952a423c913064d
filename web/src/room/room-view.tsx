import type { RoomTimeline } from "@parley/client";
import type { Room } from "@parley/protocol/room";
import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useRef, useState } from "react";
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
import { usePeople } from "../people/use-people.ts";
import { roomTitle } from "../rooms/room-title.ts";
import { useUnreadTotal } from "../rooms/use-unread-total.ts";
import { ConversationActionsProvider } from "./actions/conversation-actions.ts";
import { findLastOwn } from "./actions/find-last-own.ts";
import { useConversationState } from "./actions/use-conversation-state.ts";
import { Composer } from "./composer/composer.tsx";
import { ConnectionStrip } from "./connection-strip.tsx";
import { RoomDetailsAside, RoomDetailsPage } from "./room-details.tsx";
import { RoomHeader } from "./room-header.tsx";
import { Timeline } from "./timeline/timeline.tsx";
import { useSpokenAloud } from "./use-spoken-aloud.ts";
import { useTimeline } from "./use-timeline.ts";

const DeleteDialog = lazy(() => import("./actions/delete-dialog.tsx"));

/** A room that the person is a member of. */
export function RoomView({ room, details }: { room: Room; details: boolean }): ReactNode {
  const { t } = useI18n();
  const timeline = useTimeline(room.id);
  usePageTitle(roomTitle(t, room), useUnreadTotal());
  const beside = useMediaQuery(besideDetails);
  const alone = details && !beside;
  const detailsLink = useFocusOnReturn(alone);
  return (
    <>
      {/* Under the details page the room stays laid out, so that its rows and scroll position stay as they are. */}
      <main
        id={alone ? undefined : "content"}
        className={classNames("min-w-0 flex-1 flex-col", alone ? "invisible absolute inset-0 flex" : "flex")}
      >
        <RoomHeader room={room} detailsLink={detailsLink} />
        <ConnectionStrip />
        {timeline === undefined ? (
          <div className="flex-1" />
        ) : (
          <Conversation room={room} timeline={timeline} />
        )}
      </main>
      {beside && <RoomDetailsAside room={room} />}
      {alone && <RoomDetailsPage room={room} />}
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

function Conversation({ room, timeline }: { room: Room; timeline: RoomTimeline }): ReactNode {
  const { t } = useI18n();
  const snapshot = useReadable(timeline);
  const people = usePeople(room.id);
  const viewer = useUser().id;
  // Each message sent from here brings the end into view, wherever the reader was.
  const [sends, setSends] = useState(0);
  const [marksRead, setMarksRead] = useState(0);
  const state = useConversationState(room);
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
        sends={sends}
        marksRead={marksRead}
      />
      {state.problem !== undefined && (
        <div className="script">
          <div className="flex items-center gap-2 md:col-start-2">
            <Notice tone="danger" announced className="flex-1">
              {state.problem}
            </Notice>
            <button
              type="button"
              aria-label={t("app.dismiss")}
              className={iconButtonClass()}
              onClick={state.forgetProblem}
            >
              <CloseIcon className="size-4" />
            </button>
          </div>
        </div>
      )}
      <Composer
        room={room}
        people={people}
        throttle={snapshot.throttle}
        mode={state.mode}
        onModeEnd={state.endMode}
        onEditLast={editLast}
        onSent={() => setSends((count) => count + 1)}
      />
      <Suspense>
        {state.doomed !== undefined && <DeleteDialog message={state.doomed} onClose={state.closeDelete} />}
      </Suspense>
    </ConversationActionsProvider>
  );
}
