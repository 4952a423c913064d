import type { Event, RoomId } from "@parley/protocol";
import type { LogDeps } from "../message/log-deps.ts";
import type { ReadOutcome } from "../message/room-log.ts";

export interface EventsPage {
  readonly headSeq: number;
  readonly events: readonly Event[];
  readonly hasMore: boolean;
}

/**
 * Makes the page of events after a seq out of what the hot log answered, going to Postgres for what the
 * log holds no more. At most `bytesMax` of JSON; what does not fit is left to the next page.
 */
export async function pageEvents(
  deps: Pick<LogDeps, "events">,
  input: { room: RoomId; after: number | null; limit: number; bytesMax: number },
  outcome: Extract<ReadOutcome, { kind: "read" }>,
): Promise<EventsPage> {
  const { room, after, limit } = input;
  if (after === null || after >= outcome.mark) return { headSeq: outcome.mark, events: [], hasMore: false };
  const held = after + 1 >= outcome.first;
  const texts = held ? outcome.texts : await deps.events.readAfter(room, after, limit);
  const events = takeWithin(texts, limit, input.bytesMax);
  const last = events.at(-1)?.seq ?? after;
  return { headSeq: Math.max(outcome.mark, last), events, hasMore: last < outcome.mark };
}

/** The longest prefix that fits; one event always does, so that a reader gets on. */
function takeWithin(texts: readonly string[], countMax: number, bytesMax: number): Event[] {
  const events: Event[] = [];
  let bytes = 0;
  for (const text of texts) {
    bytes += Buffer.byteLength(text);
    if (events.length === countMax || (events.length > 0 && bytes > bytesMax)) break;
    events.push(JSON.parse(text) as Event);
  }
  return events;
}
