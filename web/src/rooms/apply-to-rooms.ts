import type { Event } from "@parley/client";
import type { Member, Room } from "@parley/protocol/room";

/**
 * The list of rooms after events of one of them, as `viewer` sees it: heads, unread counts, the last
 * message, facts. The list is ordered by latest activity, so a room with a new message moves to its head.
 * Events that the list knows already (by seq) change nothing.
 */
export function applyEvents(
  rooms: readonly Room[],
  roomId: string,
  events: readonly Event[],
  viewer: string,
): readonly Room[] {
  const room = rooms.find((candidate) => candidate.id === roomId);
  if (room === undefined) return rooms;
  const changed = events.reduce((before, event) => applyEvent(before, event, viewer), room);
  if (changed === room) return rooms;
  const spoken = changed.lastMessage !== room.lastMessage;
  if (!spoken) return rooms.map((candidate) => (candidate === room ? changed : candidate));
  return [changed, ...rooms.filter((candidate) => candidate !== room)];
}

/** The list after the viewer's read mark in a room moved to `seq`; it never moves back. */
export function applyRead(rooms: readonly Room[], roomId: string, seq: number): readonly Room[] {
  return rooms.map((room) => {
    if (room.id !== roomId || seq <= room.lastReadSeq) return room;
    // Between the mark and the head it is unknown what was said: the next fetch tells.
    const all = seq >= (room.lastMessage?.seq ?? 0);
    return { ...room, lastReadSeq: seq, ...(all && { unread: 0, mentions: 0 }) };
  });
}

/** A member after somebody came or went. */
export function applyPresence(
  member: Member,
  { user, online, lastSeenAt }: { user: string; online: boolean; lastSeenAt: string | null },
): Member {
  if (member.user.id !== user) return member;
  return { ...member, online, user: { ...member.user, online, lastSeenAt } };
}

function applyEvent(room: Room, event: Event, viewer: string): Room {
  if (event.seq <= room.headSeq) return room;
  const moved = { ...room, headSeq: event.seq };
  switch (event.kind) {
    case "message.created": {
      const { message } = event;
      if (message.user === viewer) {
        return { ...moved, lastMessage: message, lastReadSeq: message.seq, unread: 0, mentions: 0 };
      }
      const mentioned = message.mentions.some((user) => user === viewer);
      return {
        ...moved,
        lastMessage: message,
        unread: room.unread + 1,
        mentions: room.mentions + (mentioned ? 1 : 0),
      };
    }
    case "message.edited":
      return withLastMessage(moved, event.messageId, { text: event.text, editedAt: event.at });
    case "message.deleted":
      return withLastMessage(moved, event.messageId, { text: "", deletedAt: event.at });
    case "member.joined":
      return { ...moved, memberCount: room.memberCount + 1 };
    case "member.left":
      return { ...moved, memberCount: Math.max(0, room.memberCount - 1) };
    case "member.role":
      return event.userId === viewer ? { ...moved, role: event.role } : moved;
    case "room.updated":
      return { ...moved, ...event.facts };
    default:
      return moved;
  }
}

function withLastMessage(room: Room, id: string, change: Partial<NonNullable<Room["lastMessage"]>>): Room {
  if (room.lastMessage?.id !== id) return room;
  return { ...room, lastMessage: { ...room.lastMessage, ...change } };
}
