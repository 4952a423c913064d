import type { RoomTimeline, TimelineSnapshot } from "@parley/client";
import type { ReactVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { describeView, isSameView, type View } from "./describe-view.ts";
import { useOnGrowth } from "./use-on-growth.ts";
import { endThresholdPx, useRowVirtualizer } from "./use-row-virtualizer.ts";

/** Further pages are fetched while this many screens of what is loaded are still ahead. */
const screensAhead = 1.5;

export interface Scroll extends View {
  readonly virtualizer: ReactVirtualizer<HTMLDivElement, HTMLLIElement>;
  readonly jumpToLatest: () => void;
  /** Brings the first message after a seq to the top of the view, loading a window around it if need be. */
  readonly jumpPast: (seq: number) => void;
}

interface ScrollInput {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly timeline: RoomTimeline;
  readonly snapshot: TimelineSnapshot;
  /** Grows with each message sent from here: the end is then brought into view. */
  readonly sends: number;
}

/** Where to go once the window that holds it is there: the newest message, or the first past a seq. */
type Target = "end" | number;

/**
 * The one owner of a timeline's scroll position. It begins at the newest message and follows it while the
 * reader is there; everything else (pages put before, rows that grow, a composer that does) leaves what is
 * being read where it is.
 */
export function useScroll({ scroller, timeline, snapshot, sends }: ScrollInput): Scroll {
  const scheduleLook = useRef(() => {});
  const virtualizer = useRowVirtualizer(scroller, snapshot, () => scheduleLook.current());
  const [view, setView] = useState<View>({ topSeq: 0, bottomSeq: 0, farFromEnd: false });
  const target = useRef<Target | undefined>("end");
  const pinned = useRef(true);

  useLayoutEffect(() => {
    if (target.current === undefined || snapshot.loadingWindow) return;
    if (goTo(virtualizer, snapshot, target.current) || snapshot.error !== undefined)
      target.current = undefined;
  }, [virtualizer, snapshot]);

  const look = useCallback(() => {
    const element = scroller.current;
    if (element === null || element.clientHeight === 0) return;
    pinned.current = virtualizer.isAtEnd(endThresholdPx);
    const next = describeView(virtualizer, element, snapshot);
    setView((before) => (isSameView(before, next) ? before : next));
    if (target.current !== undefined || snapshot.error !== undefined) return;
    const aheadPx = element.clientHeight * screensAhead;
    if (snapshot.hasBefore && element.scrollTop < aheadPx) void timeline.loadBefore();
    if (snapshot.hasAfter && virtualizer.getDistanceFromEnd() < aheadPx) void timeline.loadAfter();
  }, [virtualizer, scroller, snapshot, timeline]);

  useOncePerFrame(look, scheduleLook);
  usePinOnResize(scroller, virtualizer, pinned);

  const jump = useCallback(
    (to: Target) => {
      if (goTo(virtualizer, snapshot, to)) return;
      target.current = to;
      void (to === "end" ? timeline.loadLatest() : timeline.loadAround(to + 1));
    },
    [virtualizer, snapshot, timeline],
  );
  const jumpToLatest = useCallback(() => jump("end"), [jump]);
  useOnGrowth(sends, jumpToLatest);

  return { virtualizer, ...view, jumpToLatest, jumpPast: jump };
}

/** Scrolls to a target if the window holds it; false otherwise. */
function goTo(virtualizer: Scroll["virtualizer"], snapshot: TimelineSnapshot, target: Target): boolean {
  const { messages, hasBefore, hasAfter } = snapshot;
  if (target === "end") {
    if (hasAfter) return false;
    virtualizer.scrollToEnd();
    return true;
  }
  const index = messages.indexOfSeq(target + 1);
  const first = messages.at(0)?.seq ?? 0;
  if (index >= messages.length || (first > target + 1 && hasBefore)) return false;
  virtualizer.scrollToIndex(index, { align: "start" });
  return true;
}

/** A view that becomes lower or higher at its end (the composer, a strip, a keyboard) stays at its end. */
function usePinOnResize(
  scroller: RefObject<HTMLDivElement | null>,
  virtualizer: Scroll["virtualizer"],
  pinned: RefObject<boolean>,
): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      if (pinned.current) virtualizer.scrollToEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, virtualizer, pinned]);
}

/** Runs `look` after each commit that changes it, and in the next frame after each call of `schedule`. */
function useOncePerFrame(look: () => void, schedule: RefObject<() => void>): void {
  useEffect(() => {
    let frame: number | undefined;
    schedule.current = () => {
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        look();
      });
    };
    schedule.current();
    return () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
      schedule.current = () => {};
    };
  }, [look, schedule]);
}
