import type { RoomTimeline, TimelineSnapshot } from "@parley/client";
import type { Room } from "@parley/protocol/room";
import { type ReactNode, useRef } from "react";
import { errorText } from "../../app/error-text.ts";
import { useUser } from "../../app/session.tsx";
import { Button } from "../../design/button.tsx";
import { Notice } from "../../design/notice.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { useI18n } from "../../i18n/i18n.tsx";
import type { People } from "../../people/use-people.ts";
import { EmptyRoom } from "./empty-room.tsx";
import { JumpToLatest, JumpToUnread } from "./jump-pills.tsx";
import { moveBetweenMessages } from "./move-between-messages.ts";
import { TimelineRow } from "./timeline-row.tsx";
import { TimelineSkeleton } from "./timeline-skeleton.tsx";
import { useOnGrowth } from "./use-on-growth.ts";
import { useReadMark } from "./use-read-mark.ts";
import { useScroll } from "./use-scroll.ts";
import { useSought } from "./use-sought.ts";
import { useUnreadAbove } from "./use-unread-above.ts";

interface TimelineProps {
  readonly room: Room;
  readonly timeline: RoomTimeline;
  readonly snapshot: TimelineSnapshot;
  readonly people: People;
  readonly mayWrite: boolean;
  /** How many messages were sent from here: each brings the end into view. */
  readonly sends: number;
  /** How often the person said that all of it is read. */
  readonly marksRead: number;
}

/** What was said in a room, as far as it is loaded, and the ways to the rest of it. */
export function Timeline(props: TimelineProps): ReactNode {
  const { t } = useI18n();
  const { timeline, snapshot } = props;
  const empty = snapshot.messages.length === 0 && snapshot.pending.length === 0;
  if (snapshot.status === "loading" && empty) return <TimelineSkeleton />;
  if (snapshot.status === "failed" && empty) {
    return (
      <div className="flex flex-1 flex-col items-center justify-center gap-4 px-4">
        <Notice tone="danger">{errorText(t, snapshot.error)}</Notice>
        <Button look="outline" onClick={() => void timeline.loadLatest()}>
          {t("app.retry")}
        </Button>
      </div>
    );
  }
  if (empty && !snapshot.hasBefore) return <EmptyRoom mayWrite={props.mayWrite} />;
  return <Lines {...props} />;
}

function Lines({ room, timeline, snapshot, people, sends, marksRead }: TimelineProps): ReactNode {
  const { t } = useI18n();
  const viewer = useUser().id;
  const scroller = useRef<HTMLDivElement>(null);
  const scroll = useScroll({ scroller, timeline, snapshot, sends });
  const { readSeq, unreadAtOpen, forgetNew } = useReadMark({ room, snapshot, bottomSeq: scroll.bottomSeq });
  const unreadAbove = useUnreadAbove({ snapshot, readSeq, unreadAtOpen, topSeq: scroll.topSeq });
  const { soughtSeq, jumpTo } = useSought({ timeline, snapshot, jumpPast: scroll.jumpPast });
  const { virtualizer, jumpToLatest } = scroll;
  useOnGrowth(marksRead, () => {
    forgetNew();
    unreadAbove.dismiss();
    jumpToLatest();
  });
  return (
    <div className="relative min-h-0 flex-1">
      {/* The virtualizer alone owns the scroll position: the browser must not anchor on its own. */}
      <div
        ref={scroller}
        role="region"
        aria-label={t("timeline.label")}
        tabIndex={0}
        onKeyDown={(event) => moveBetweenMessages(event)}
        className="absolute inset-0 overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        {snapshot.loadingBefore && (
          <div
            role="status"
            className="absolute inset-x-0 top-5 flex justify-center gap-2 text-meta text-ink3"
          >
            <Spinner /> {t("timeline.loadingBefore")}
          </div>
        )}
        <ol ref={virtualizer.containerRef} className="relative w-full">
          {virtualizer.getVirtualItems().map((item) => (
            <li
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 top-0"
            >
              <TimelineRow
                snapshot={snapshot}
                index={item.index}
                viewer={viewer}
                readSeq={readSeq}
                people={people}
                soughtSeq={soughtSeq}
                jumpTo={jumpTo}
              />
            </li>
          ))}
        </ol>
      </div>
      <JumpToUnread
        count={unreadAtOpen}
        shown={unreadAbove.shown}
        dismiss={unreadAbove.dismiss}
        jump={() => scroll.jumpPast(readSeq ?? 0)}
      />
      <JumpToLatest shown={scroll.farFromEnd} unread={room.unread} jump={scroll.jumpToLatest} />
    </div>
  );
}
