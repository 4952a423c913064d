import type { ClientFrame, Hello } from "@parley/protocol";
import { protocolVersion } from "@parley/protocol/version";
import { createBatch } from "./batch.ts";
import type { ChatEvents, ChatSession, ChatUser } from "./chat.ts";
import type { ChatOptions } from "./chat-options.ts";
import { ChatRooms } from "./chat-rooms.ts";
import { Connection } from "./connection/connection.ts";
import type { ConnectionState } from "./connection/connection-state.ts";
import type { Link } from "./connection/link.ts";
import { createEmitter } from "./emitter.ts";
import { createChatApi } from "./http/create-chat-api.ts";
import { createIdentity } from "./identity.ts";
import { createLog } from "./log.ts";
import type { OutboxEntry } from "./outbox/outbox-entry.ts";
import { createOutboxStorage } from "./outbox/outbox-storage.ts";
import { createOwnership } from "./outbox/ownership.ts";
import { createSend } from "./outbox/send-message.ts";
import type { Platform } from "./platform.ts";
import { createReadMarks } from "./read-marks.ts";
import { receiveFrame } from "./receive-frame.ts";
import { createSeenMarks } from "./seen-marks.ts";
import { memoryStorage } from "./storage/memory-storage.ts";
import { safeStorage } from "./storage/safe-storage.ts";
import { createStore } from "./store.ts";
import { createToken, type Token } from "./token.ts";
import { createTypingSignal } from "./typing-signal.ts";

const requestTimeoutMsDefault = 15_000;

/** The parts of a chat, wired to each other. Each asks for the others when it is called, never before. */
export class ChatParts {
  readonly emitter;
  readonly api;
  readonly session: ChatSession;
  readonly identity;
  readonly connection: Connection;
  readonly chatRooms: ChatRooms;
  readonly seen;
  readonly readMarks;
  readonly typing;
  readonly send;
  readonly state;
  readonly #log;
  readonly #token: Token;
  readonly #outboxStorage;
  readonly #ownership;
  #connectedAs: string | undefined;
  readonly #user = (): ChatUser | undefined => this.identity.user.getSnapshot();
  readonly #link = (): Link | undefined => this.connection.link;

  constructor(platform: Platform, options: ChatOptions) {
    const { clock, random, newId } = platform;
    const log = createLog(options.log);
    const batch = createBatch(platform.schedule, log);
    const storage = safeStorage({ storage: options.storage ?? memoryStorage(), clock, log });
    const owner = newId();
    const user = this.#user;
    const sendNow = (frame: ClientFrame) => this.#link()?.send(frame) ?? false;
    this.#log = log;
    this.#token = createToken(platform.usesCookies, options);
    this.session = {
      fetch: platform.fetch,
      apiUrl: platform.apiUrl,
      clock,
      random,
      token: this.#token.get,
      timeoutMs: options.requestTimeoutMs ?? requestTimeoutMsDefault,
      begin: (signedIn, token) => {
        this.#token.keep(token);
        this.identity.set(signedIn);
      },
      end: (forget) => this.#onSignedOut(forget),
    };
    this.emitter = createEmitter<ChatEvents>(log);
    this.state = createStore<ConnectionState>(batch, log, { status: "idle" });
    this.api = createChatApi(this.session, (me) => this.identity.set(me));
    this.seen = createSeenMarks({ storage, clock });
    this.#ownership = createOwnership({ locks: platform.locks, owner, log });
    this.#outboxStorage = createOutboxStorage({
      storage,
      ownership: this.#ownership,
      owner,
      author: this.#token.author,
      onAdopted: (entries) => this.#onAdopted(entries),
    });
    this.chatRooms = new ChatRooms({
      platform,
      log,
      batch,
      user,
      api: this.api,
      emitter: this.emitter,
      seen: this.seen,
      storage,
      link: this.#link,
    });
    this.readMarks = createReadMarks({ clock, newId, send: sendNow });
    this.typing = createTypingSignal({ clock, newId, send: sendNow });
    this.send = createSend({
      clock,
      newId,
      owner,
      user,
      author: this.#token.author,
      chatRooms: this.chatRooms,
    });
    const { chatRooms, emitter, readMarks } = this;
    this.connection = new Connection({
      ...platform,
      log,
      state: this.state,
      ticket: (signal) => this.api.wsTicket({ signal }),
      pingFrame: () => chatRooms.subscriptions.pingFrame(),
      greet: (link) => chatRooms.subscriptions.greet(link),
      onUp: (link, hello) => this.#onUp(link, hello),
      onDown: () => chatRooms.onDown(),
      onFrame: (frame) => receiveFrame({ chatRooms, readMarks, emitter, log, user }, frame),
    });
    // Last: it reads the storage, and what it finds concerns all the others.
    this.identity = createIdentity({
      storage,
      batch,
      log,
      session: this.#token.author,
      onChange: (next, before) => this.#onUserChange(next, before),
    });
  }

  close(): void {
    this.connection.close();
    this.#ownership.release();
    this.seen.close();
    this.readMarks.clear();
    this.chatRooms.end();
  }

  #onUp(link: Link, hello: Hello): void {
    if (hello.protocol !== protocolVersion) {
      this.#log("warn", "the service speaks another version", { version: hello.protocol });
    }
    this.#connectedAs = hello.user.id;
    this.identity.set(hello.user);
    this.chatRooms.onUp(link, hello);
    this.readMarks.onUp();
    void this.#outboxStorage.adoptLeft(hello.user.id);
  }

  #onAdopted(entries: readonly OutboxEntry[]): void {
    const mine = entries.filter((entry) => entry.user === this.#user()?.id);
    this.send.notice(mine);
    this.chatRooms.adopt(mine);
  }

  async #onUserChange(next: ChatUser | undefined, before: ChatUser | undefined): Promise<void> {
    if (before !== undefined) this.readMarks.clear();
    if (next === undefined) return;
    if (before === undefined) this.chatRooms.outbox.claim(next.id, this.#token.author());
    else this.chatRooms.restart();
    // The socket belongs to whom it was opened for.
    if (this.connection.link !== undefined && next.id !== this.#connectedAs) {
      this.connection.stop({ status: "idle" });
      this.connection.connect();
    }
    await this.seen.load(next.id);
    await this.#outboxStorage.adoptLeft(next.id);
  }

  async #onSignedOut(forget: boolean): Promise<void> {
    const before = this.#user();
    const author = before?.id ?? this.#token.author();
    this.#token.keep(undefined);
    this.connection.stop({ status: "signed_out", reason: "signed_out" });
    if (forget && author !== undefined) await this.#outboxStorage.forget(author);
    if (forget && before !== undefined) await this.seen.forget(before.id);
    this.chatRooms.end();
    this.identity.set(undefined);
  }
}
