import type { RoomId } from "@parley/protocol";
import type { LiveTimeline } from "./live-timeline.ts";

export interface Timelines {
  /** The room's timeline, made at the first opening; it lives until it was closed as often as opened. */
  open(room: RoomId): LiveTimeline;
  get(room: string): LiveTimeline | undefined;
  all(): readonly LiveTimeline[];
  clear(): void;
}

interface Opened {
  readonly timeline: LiveTimeline;
  uses: number;
}

/** The open timelines, one for each room. */
export function createTimelines(create: (room: RoomId, onClose: () => void) => LiveTimeline): Timelines {
  const open = new Map<string, Opened>();
  const close = (room: RoomId, entry: Opened) => {
    entry.uses -= 1;
    if (entry.uses > 0) return;
    entry.timeline.dispose();
    if (open.get(room) === entry) open.delete(room);
  };
  return {
    open: (room) => {
      const known = open.get(room);
      if (known !== undefined) {
        known.uses += 1;
        return known.timeline;
      }
      const entry: Opened = { timeline: create(room, () => close(room, entry)), uses: 1 };
      open.set(room, entry);
      return entry.timeline;
    },
    get: (room) => open.get(room)?.timeline,
    all: () => [...open.values()].map((entry) => entry.timeline),
    clear: () => {
      for (const { timeline } of open.values()) timeline.dispose();
      open.clear();
    },
  };
}
