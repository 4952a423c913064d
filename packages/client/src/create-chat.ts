import type { ClientFrame, RoomId } from "@parley/protocol";
import { protocolVersion } from "@parley/protocol/version";
import { createBatch } from "./batch.ts";
import type { Chat, ChatEvents, ChatSession, ChatUser } from "./chat.ts";
import type { ChatOptions } from "./chat-options.ts";
import { createChatRooms } from "./chat-rooms.ts";
import { type Connection, createConnection } from "./connection/connection.ts";
import type { ConnectionState } from "./connection/connection-state.ts";
import type { Link } from "./connection/link.ts";
import { createEmitter } from "./emitter.ts";
import { createChatApi } from "./http/create-chat-api.ts";
import { ask } from "./http/request.ts";
import { createLog } from "./log.ts";
import { createMessageActions } from "./message-actions.ts";
import { createOutboxStorage } from "./outbox/outbox-storage.ts";
import { createOwnership } from "./outbox/ownership.ts";
import { createSend } from "./outbox/send-message.ts";
import { createPerson, type Person } from "./person.ts";
import { platformOf } from "./platform.ts";
import { createReadMarks } from "./read-marks.ts";
import { receiveFrame } from "./receive-frame.ts";
import { createSeenMarks } from "./seen-marks.ts";
import { memoryStorage } from "./storage/memory-storage.ts";
import { safeStorage } from "./storage/safe-storage.ts";
import { createStore } from "./store.ts";
import { createToken } from "./token.ts";
import { createTypingSignal } from "./typing-signal.ts";

/**
 * A chat for one person; see `Chat`. It does nothing on the network until it is told to. Here its parts are
 * wired to each other: each asks for the others when it is called, never before.
 *
 * @throws {TypeError} outside a browser without an `apiUrl`.
 */
// oxlint-disable-next-line max-lines-per-function -- the wiring alone: a list of parts
export function createChat(options: ChatOptions = {}): Chat {
  const platform = platformOf(options);
  const log = createLog(options.log);
  const token = createToken(platform.usesCookies, options);
  /** What most parts need; each takes its own of it. */
  const base = {
    ...platform,
    log,
    batch: createBatch(platform.schedule, log),
    storage: safeStorage({ ...platform, storage: options.storage ?? memoryStorage(), log }),
    owner: platform.newId(),
    user: (): ChatUser | undefined => person.user.getSnapshot(),
    author: token.author,
    link: (): Link | undefined => connection.link(),
    send: (frame: ClientFrame) => connection.link()?.send(frame) ?? false,
  };
  const session: ChatSession = {
    ...platform,
    token: token.get,
    begin: (user, given) => person.signIn(user, given),
    end: (forget) => person.signOut(forget),
  };
  const emitter = createEmitter<ChatEvents>(log);
  const state = createStore<ConnectionState>(base, { status: "idle" });
  const api = createChatApi(session, (me) => person.set(me));
  const seen = createSeenMarks(base);
  const readMarks = createReadMarks(base);
  const typing = createTypingSignal(base);
  const chatRooms = createChatRooms({ ...base, api, emitter, seen });
  const { outbox, subscriptions, follow, unfollow, open, pending, throttle } = chatRooms;
  const { send, retry, notice } = createSend({ ...base, outbox, follow });
  const ownership = createOwnership(base);
  const outboxStorage = createOutboxStorage({
    ...base,
    ownership,
    onAdopted: (entries) => {
      const mine = entries.filter((entry) => entry.user === base.user()?.id);
      notice(mine);
      chatRooms.adopt(mine);
    },
  });
  const connection: Connection = createConnection({
    ...base,
    state,
    ticket: (signal) => ask(session, { method: "POST", path: "/ws-ticket", signal }),
    pingFrame: subscriptions.pingFrame,
    greet: subscriptions.greet,
    onUp: (link, hello) => {
      const version = hello.protocol;
      if (version !== protocolVersion) log("warn", "another protocol version", { version });
      person.onUp(link, hello);
    },
    onDown: () => chatRooms.onDown(),
    onFrame: (frame) => receiveFrame({ ...base, chatRooms, readMarks, emitter }, frame),
  });
  // Last: it reads the storage, and what it finds concerns all the others.
  const person: Person = createPerson({
    ...base,
    token,
    connection,
    chatRooms,
    readMarks,
    seen,
    outboxStorage,
  });
  return {
    api,
    connection: state,
    throttle,
    pending,
    user: person.user,
    session,
    ready: person.ready,
    connect: connection.connect,
    disconnect: () => connection.stop({ status: "idle" }),
    close: () => {
      connection.close();
      ownership.release();
      seen.close();
      readMarks.clear();
      chatRooms.end();
    },
    follow,
    unfollow,
    lastSeen: (room) => chatRooms.rooms.get(room)?.feed.appliedSeq ?? seen.get(room),
    open,
    send,
    retry,
    discard: async (id) => outbox.discard(id),
    ...createMessageActions(base),
    typing: (room) => typing(room as RoomId),
    markRead: (room, seq) => readMarks.mark(room as RoomId, seq),
    on: emitter.on,
  };
}
