import type { Cloud } from "@parley/local/cloud";
import type { Event, EventsAnswer, RoomId } from "@parley/protocol";
import { callApi } from "../testing/call-api.ts";
import type { Person } from "../testing/create-person.ts";

/** A room's log, as one of its members can read it. @throws {Error} when it cannot be read. */
export async function readDurable(cloud: Cloud, room: RoomId, reader: Person | undefined): Promise<Event[]> {
  const events: Event[] = [];
  for (;;) {
    const after = events.at(-1)?.seq ?? 0;
    const path = `/rooms/${room}/events?after=${after}&limit=500`;
    const { status, body } = await callApi<EventsAnswer>(cloud.apiUrl, { path, token: reader?.token });
    if (status !== 200) throw new Error(`the events of ${room} were answered with ${status}`);
    events.push(...body.events);
    if (!body.hasMore) return events;
  }
}
