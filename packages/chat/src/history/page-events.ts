import type { Event, RoomId } from "@parley/protocol";
import type { LogDeps } from "../message/log-deps.ts";
import type { ReadOutcome } from "../message/room-log.ts";

export interface EventsPage {
  readonly headSeq: number;
  readonly events: readonly Event[];
  readonly hasMore: boolean;
  /** What the events weigh as JSON. */
  readonly bytes: number;
}

/**
 * Makes the page of events after a seq out of what the hot log answered, going to Postgres for what the
 * log holds no more. At most `bytesMax` of JSON; what does not fit is left to the next page, which may be
 * all of it.
 */
export async function pageEvents(
  deps: Pick<LogDeps, "events">,
  input: { room: RoomId; after: number | null; limit: number; bytesMax: number },
  outcome: Extract<ReadOutcome, { kind: "read" }>,
): Promise<EventsPage> {
  const { room, after, limit } = input;
  if (after === null || after >= outcome.mark) {
    return { headSeq: outcome.mark, events: [], hasMore: false, bytes: 0 };
  }
  const held = after + 1 >= outcome.first;
  // Not beyond what the hot log let the reader know: since then, they may have been shut out.
  const known = Math.min(limit, outcome.mark - after);
  const texts = held ? outcome.texts : await deps.events.readAfter(room, after, known);
  const { events, bytes } = takeWithin(texts, limit, input.bytesMax);
  const last = events.at(-1)?.seq ?? after;
  return { headSeq: outcome.mark, events, hasMore: last < outcome.mark, bytes };
}

/** The longest prefix that fits. */
function takeWithin(
  texts: readonly string[],
  countMax: number,
  bytesMax: number,
): { events: Event[]; bytes: number } {
  const events: Event[] = [];
  let bytes = 0;
  for (const text of texts) {
    const size = Buffer.byteLength(text) + 1;
    if (events.length === countMax || bytes + size > bytesMax) break;
    events.push(JSON.parse(text) as Event);
    bytes += size;
  }
  return { events, bytes };
}
