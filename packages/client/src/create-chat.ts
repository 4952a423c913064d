import type { RoomId } from "@parley/protocol";
import type { Chat } from "./chat.ts";
import type { ChatOptions } from "./chat-options.ts";
import { ChatParts } from "./chat-parts.ts";
import { createMessageActions } from "./message-actions.ts";
import { platformOf } from "./platform.ts";

/**
 * A chat for one person; see `Chat`. It does nothing on the network until it is told to.
 *
 * @throws {TypeError} outside a browser without an `apiUrl`.
 */
export function createChat(options: ChatOptions = {}): Chat {
  const platform = platformOf(options);
  const parts = new ChatParts(platform, options);
  const { api, connection, chatRooms, identity, readMarks, seen, send, typing } = parts;
  return {
    api,
    connection: parts.state,
    throttle: chatRooms.throttle,
    user: identity.user,
    session: parts.session,
    ready: identity.ready,
    connect: () => connection.connect(),
    disconnect: () => connection.stop({ status: "idle" }),
    close: () => parts.close(),
    follow: chatRooms.follow,
    unfollow: chatRooms.unfollow,
    lastSeen: (room) => chatRooms.rooms.get(room)?.feed.appliedSeq ?? seen.get(room),
    open: chatRooms.open,
    send: send.send,
    retry: send.retry,
    discard: async (id) => chatRooms.outbox.discard(id),
    ...createMessageActions({ newId: platform.newId, link: () => connection.link }),
    typing: (room) => typing(room as RoomId),
    markRead: (room, seq) => readMarks.mark(room as RoomId, seq),
    on: parts.emitter.on,
  };
}
