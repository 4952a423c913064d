import type { Event, RoomId } from "@parley/protocol";
import type { ChatApi, MessagesPage } from "../http/chat-api.ts";
import { unanswered } from "../parley-error.ts";
import type { FoldedPage } from "./history-window.ts";
import type { RoomFeed } from "./room-feed.ts";

export interface FetchPageDeps {
  readonly room: RoomId;
  readonly api: Pick<ChatApi, "messages" | "events">;
  /** The room's feed; undefined while it is not followed. */
  feed(): RoomFeed | undefined;
}

const catchUpPageMax = 500;

/**
 * Fetches a page of history and hands it over with the events that were applied since its `asOfSeq`, at a
 * moment when these are all: `take` runs before any further event can be applied. An aborted fetch hands
 * over nothing.
 */
export async function fetchPage(
  deps: FetchPageDeps,
  page: MessagesPage,
  signal: AbortSignal,
  take: (folded: FoldedPage) => void,
): Promise<void> {
  const answer = await deps.api.messages(deps.room, page, { signal });
  if (signal.aborted) return;
  deps.feed()?.begin(answer.asOfSeq);
  const later: Event[] = [];
  for (;;) {
    const from = later.at(-1)?.seq ?? answer.asOfSeq;
    const feed = deps.feed();
    const known = feed === undefined ? [] : feed.recall(from, feed.appliedSeq ?? from);
    if (known !== undefined) {
      take({ page: answer, later: [...later, ...known] });
      return;
    }
    // Rare: so much was applied while the page was on its way that the feed has let go of it.
    const more = await deps.api.events(deps.room, { after: from, limit: catchUpPageMax }, { signal });
    if (signal.aborted) return;
    const upTo = deps.feed()?.appliedSeq ?? from;
    const missing = more.events.filter((event) => event.seq > from && event.seq <= upTo);
    if (missing.length === 0) throw unanswered("unreadable");
    later.push(...missing);
  }
}
