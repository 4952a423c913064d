import type { TimelineSnapshot } from "@parley/client";
import {
  measureElement,
  type ReactVirtualizer,
  useVirtualizer,
  type VirtualItem,
  type Virtualizer,
} from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect } from "react";
import { countRows, rowAt } from "./rows.ts";

/** Nearer to the end than this counts as being there: what comes is followed. */
export const endThresholdPx = 80;
/** Space above the first row, where the loading of older ones is told. */
const paddingTopPx = 56;
const paddingBottomPx = 12;
/** A line with its share of names and gaps; the truth is measured. */
const rowEstimatePx = 52;

type RowVirtualizer = Virtualizer<HTMLDivElement, HTMLLIElement>;

/** Renders the rows near the view alone and keeps the row at its top in place when others come or change. `onChange` is called after each change of position or size. */
export function useRowVirtualizer(
  scroller: RefObject<HTMLDivElement | null>,
  snapshot: TimelineSnapshot,
  onChange: () => void,
): ReactVirtualizer<HTMLDivElement, HTMLLIElement> {
  const count = countRows(snapshot);
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLLIElement>({
    count,
    // As far as it can be known before the first layout: else rows at the top would be rendered and thrown away.
    initialRect: { width: innerWidth, height: innerHeight },
    initialOffset: () => Math.max(0, paddingTopPx + count * rowEstimatePx + paddingBottomPx - innerHeight),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowEstimatePx,
    measureElement: measureTogether,
    getItemKey: useCallback((index: number) => rowAt(snapshot, index)?.message.key ?? index, [snapshot]),
    anchorTo: "end",
    followOnAppend: !snapshot.hasAfter,
    scrollEndThreshold: endThresholdPx,
    paddingStart: paddingTopPx,
    paddingEnd: paddingBottomPx,
    overscan: 8,
    directDomUpdates: true,
    useFlushSync: false,
    onChange,
  });
  useEffect(() => {
    virtualizer.shouldAdjustScrollPositionOnItemSizeChange = shouldCompensate;
  }, [virtualizer]);
  return virtualizer;
}

/**
 * A row's height as the browser tells it, for all rows at once and before they are painted. Asked for each row as it is
 * mounted, the list would be laid out anew for each, because the row before it has just moved the others.
 */
function measureTogether(
  element: HTMLLIElement,
  entry: ResizeObserverEntry | undefined,
  instance: RowVirtualizer,
): number {
  if (entry !== undefined) return measureElement(element, entry, instance);
  const key = instance.options.getItemKey(instance.indexFromElement(element));
  return instance.itemSizeCache.get(key) ?? rowEstimatePx;
}

/**
 * Whether a row's change of height is made good by the scroll position: always where the row lies above the view.
 * The default leaves it while scrolling back, but there rows above change just then, when an older page takes over
 * their day mark or name. And who scrolls back faster than rows are measured meets new heights inside the view: they
 * lie above what was being read, which stays where it is.
 */
function shouldCompensate(item: VirtualItem, _delta: number, instance: RowVirtualizer): boolean {
  const offset = instance.scrollOffset ?? 0;
  if (instance.scrollDirection === "backward")
    return item.start < offset + (instance.scrollRect?.height ?? 0);
  return instance.itemSizeCache.has(item.key) ? item.end <= offset : item.start < offset;
}
