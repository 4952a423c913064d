import { toTimestamp } from "@parley/chat/clock";
import { greetConnection } from "@parley/chat/connection/greet-connection";
import type { Identity } from "@parley/chat/connection/identity";
import { readHeads } from "@parley/chat/connection/read-heads";
import { subscribeRooms } from "@parley/chat/connection/subscribe-rooms";
import { unsubscribeRooms } from "@parley/chat/connection/unsubscribe-rooms";
import { markRead } from "@parley/chat/membership/mark-read";
import { changeReaction } from "@parley/chat/message/change-reaction";
import { deleteMessage } from "@parley/chat/message/delete-message";
import { editMessage } from "@parley/chat/message/edit-message";
import { postMessage } from "@parley/chat/message/send-message";
import { announceOnline } from "@parley/chat/presence/announce-presence";
import { signalTyping } from "@parley/chat/presence/signal-typing";
import type { ClientAction, ClientFrame, RoomId, ServerFrame } from "@parley/protocol";
import type { Chat } from "../edge/compose-chat.ts";

export interface FrameCall {
  readonly identity: Identity;
  readonly connectionId: string;
  /** Settles once it is known whether the session still stands; every action but `message.send` comes after it. */
  readonly admission?: Promise<void>;
}

/** The frame of an action; one schema may serve several. */
type FrameOf<Name extends ClientAction> = ClientFrame extends infer Frame
  ? Frame extends { action: infer Actions }
    ? Name extends Actions
      ? Frame
      : never
    : never
  : never;

type Action<Name extends ClientAction> = (
  chat: Chat,
  call: FrameCall,
  frame: FrameOf<Name>,
) => Promise<ServerFrame | undefined>;

/** What each action does: call one function of the domain and say what comes of it. */
export const actions: { readonly [Name in ClientAction]: Action<Name> } = {
  subscribe: async (chat, { identity, connectionId }, { id, rooms }) => {
    const { told } = await greetConnection(chat, { identity, connectionId });
    const { userId: user } = identity;
    const subscribed = await subscribeRooms(chat, { id, connection: { connectionId, user }, rooms });
    if (!told) await announceOnline(chat, { user, rooms: Object.keys(subscribed.rooms) as RoomId[] });
    return subscribed;
  },
  unsubscribe: async (chat, { connectionId }, { id, rooms }) => {
    await unsubscribeRooms(chat, { connectionId, rooms });
    return { type: "ok", id };
  },
  ping: async (chat, { identity, connectionId }, { id, rooms = [] }) => {
    await greetConnection(chat, { identity, connectionId });
    const { heads, unheard } = await readHeads(chat, { user: identity.userId, rooms, connectionId });
    const at = toTimestamp(chat.clock.now());
    return { type: "pong", id, at, heads, ...(unheard.length > 0 && { unheard: [...unheard] }) };
  },
  "message.send": async (chat, { identity, connectionId, admission }, { id, room, text, replyTo }) => {
    const sent = { room, user: identity.userId, clientId: id, text, replyTo };
    const { repeatedAs } = await postMessage(chat, { ...sent, origin: connectionId, admission });
    return repeatedAs === undefined ? undefined : { type: "ok", id, seq: repeatedAs };
  },
  "message.edit": async (chat, { identity }, { id, room, message, text }) => {
    const { seq } = await editMessage(chat, { room, user: identity.userId, clientId: id, message, text });
    return { type: "ok", id, seq };
  },
  "message.delete": async (chat, { identity }, { id, room, message }) => {
    const { seq } = await deleteMessage(chat, { room, user: identity.userId, clientId: id, message });
    return { type: "ok", id, seq };
  },
  "reaction.add": changeReactionOf(true),
  "reaction.remove": changeReactionOf(false),
  typing: async (chat, { identity }, { room }) => {
    await signalTyping(chat, { room, user: identity.userId });
    return undefined;
  },
  read: async (chat, { identity, connectionId }, { room, seq }) => {
    await markRead(chat, { room, user: identity.userId, seq, connectionId });
    return undefined;
  },
};

function changeReactionOf(present: boolean): Action<"reaction.add" | "reaction.remove"> {
  return async (chat, { identity }, { id, room, message, emoji }) => {
    const change = { room, user: identity.userId, clientId: id, message, emoji, present };
    const { seq } = await changeReaction(chat, change);
    return { type: "ok", id, seq };
  };
}
