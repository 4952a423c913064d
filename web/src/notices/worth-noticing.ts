import type { Event } from "@parley/client";
import type { Room } from "@parley/protocol/room";

export interface Noticed {
  readonly room: string;
  readonly user: string;
  readonly text: string;
  readonly direct: boolean;
}

/** The messages that somebody who is elsewhere wants to be told of: direct ones, and those that mention them. */
export function findNoticed(room: Room | undefined, events: readonly Event[], viewer: string): Noticed[] {
  const direct = room?.kind === "direct";
  return events.flatMap((event) => {
    if (event.kind !== "message.created" || event.user === viewer) return [];
    const { user, text, mentions } = event.message;
    if (!direct && !mentions.some((mentioned) => mentioned === viewer)) return [];
    return [{ room: event.room, user, text, direct }];
  });
}
