import type { Event } from "@parley/protocol";
import type { Chat } from "../chat.ts";
import { listMembers } from "../http/rooms.ts";
import { plainLine } from "./output/plain-text.ts";

/** Who is who in a room. */
export interface Names {
  /** A person's username; a word for somebody who is not known (any more). */
  of(user: string): string;
  /** Learns from an event who came. */
  hear(event: Event): void;
}

/** Asks for the room's members once; who joins later is learned from the events. */
export async function loadNames(chat: Chat, room: string): Promise<Names> {
  const names = new Map<string, string>();
  for (const { user } of await listMembers(chat, room)) names.set(user.id, plainLine(user.username));
  return {
    of: (user) => names.get(user) ?? "someone",
    hear: (event) => {
      if (event.kind !== "member.joined" || event.username === undefined) return;
      names.set(event.userId, plainLine(event.username));
    },
  };
}
