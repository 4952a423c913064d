import type { Event, ServerFrame } from "@parley/protocol";

/** The events that a frame shows, whatever else is in it. */
export function eventsOf(frame: Partial<ServerFrame>): readonly Event[] {
  if (frame.type === "events") return frame.events ?? [];
  if (frame.type === "subscribed") return Object.values(frame.rooms ?? {}).flatMap(({ events }) => events);
  return [];
}
