import type { Page } from "@playwright/test";

/** What was seen while a room was scrolled back. */
export interface ScrollBack {
  /** How often older messages were put before what was being read. */
  readonly pages: number;
  /** The farthest that a message in view moved, in any frame, while others were put before it. */
  readonly driftPx: number;
  /** The most elements that the list consisted of. */
  readonly elementsMax: number;
  /** The longest time between two frames. */
  readonly frameMsMax: number;
  /** The topmost message's words at the end. */
  readonly first: string;
}

/**
 * Goes up through the open room, half a screen at a time, until nothing is left before it or `pagesMax` came, and
 * looks in every frame whether the message in the middle is where it was.
 */
export function scrollBack(page: Page, pagesMax = 1_000): Promise<ScrollBack> {
  return page.evaluate(readBack, { pagesMax, idleFramesMax: 120 });
}

/** Runs in the page. */
async function readBack(limits: { pagesMax: number; idleFramesMax: number }): Promise<ScrollBack> {
  const scroller = document.querySelector('[role="region"][aria-label="Messages"]');
  const list = scroller?.querySelector("ol");
  if (scroller === null || !(list instanceof HTMLElement)) throw new Error("No room is open.");
  const rows = () => [...list.querySelectorAll("article")];
  const inTheMiddle = () => {
    const { top, bottom } = scroller.getBoundingClientRect();
    return rows().find((row) => row.getBoundingClientRect().bottom > (top + bottom) / 2);
  };
  const seen = { pages: 0, driftPx: 0, elementsMax: 0, frameMsMax: 0 };
  const watchFrame = async (read: Element, expected: number) => {
    const [startedAt, height] = [performance.now(), list.offsetHeight];
    await new Promise((resolve) => requestAnimationFrame(resolve));
    seen.frameMsMax = Math.max(seen.frameMsMax, performance.now() - startedAt);
    seen.elementsMax = Math.max(seen.elementsMax, list.querySelectorAll("*").length);
    seen.driftPx = Math.max(seen.driftPx, Math.abs(read.getBoundingClientRect().top - expected));
    if (list.offsetHeight > height + scroller.clientHeight) seen.pages += 1;
  };
  // From rest: the list may still be on its way to what was sent last.
  for (let still = 0; still < 30; ) {
    const before = scroller.scrollTop;
    await new Promise((resolve) => requestAnimationFrame(resolve));
    still = scroller.scrollTop === before ? still + 1 : 0;
  }
  for (let idle = 0; idle < limits.idleFramesMax && seen.pages < limits.pagesMax; ) {
    const read = inTheMiddle();
    if (read === undefined) throw new Error("The room shows no message.");
    scroller.scrollTop -= Math.min(scroller.scrollTop, scroller.clientHeight / 2);
    // A wheel's scroll and its event come together; that of a script would come in the next frame.
    scroller.dispatchEvent(new Event("scroll"));
    const expected = read.getBoundingClientRect().top;
    for (let frames = 0; frames < 2; frames += 1) await watchFrame(read, expected);
    idle = scroller.scrollTop === 0 ? idle + 2 : 0;
  }
  return { ...seen, first: rows()[0]?.querySelector("p[dir]")?.textContent ?? "" };
}

/** Bytes of live objects in the page, after its garbage was collected. */
export async function measureHeap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    // Once for the objects, once more for what only their finalizers held.
    for (let round = 0; round < 2; round += 1) await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    return usedSize;
  } finally {
    await session.detach();
  }
}
