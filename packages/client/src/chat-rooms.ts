import type { Event, Hello, RoomId } from "@parley/protocol";
import type { Batch } from "./batch.ts";
import type { ChatEvents, ChatUser, FollowedRoom } from "./chat.ts";
import type { Link } from "./connection/link.ts";
import { createSubscriptions, type Subscriptions } from "./connection/subscriptions.ts";
import type { Emitter } from "./emitter.ts";
import type { ChatApi } from "./http/chat-api.ts";
import type { Log } from "./log.ts";
import { Outbox } from "./outbox/outbox.ts";
import type { OutboxEntry } from "./outbox/outbox-entry.ts";
import { createThrottleClock } from "./outbox/throttle-clock.ts";
import type { ThrottleSnapshot } from "./outbox/throttle-snapshot.ts";
import { createThrottleView } from "./outbox/throttle-view.ts";
import { ParleyError } from "./parley-error.ts";
import type { Platform } from "./platform.ts";
import { LiveTimeline } from "./room/live-timeline.ts";
import { createRoomRegistry, type RoomRegistry } from "./room/room-registry.ts";
import type { RoomTimeline } from "./room/timeline.ts";
import { createTimelines } from "./room/timelines.ts";
import type { SeenMarks } from "./seen-marks.ts";
import type { ChatStorage } from "./storage/chat-storage.ts";
import { createListeners, createStore } from "./store.ts";

export interface ChatRoomsDeps {
  readonly platform: Platform;
  readonly log: Log;
  readonly batch: Batch;
  readonly api: ChatApi;
  readonly emitter: Emitter<ChatEvents>;
  readonly seen: SeenMarks;
  readonly storage: ChatStorage;
  user(): ChatUser | undefined;
  link(): Link | undefined;
}

/** The rooms of one person: what is followed, what is open, and what is on its way to them. */
export class ChatRooms {
  readonly rooms: RoomRegistry;
  readonly outbox: Outbox;
  readonly subscriptions: Subscriptions;
  readonly throttle;
  readonly #deps: ChatRoomsDeps;
  readonly #throttleClock;
  readonly #throttleOf: (room?: string) => ThrottleSnapshot;
  readonly #timelines = createTimelines((room, onClose) => this.#createTimeline(room, onClose));
  #isCompleting = false;

  constructor(deps: ChatRoomsDeps) {
    this.#deps = deps;
    const { log, platform } = deps;
    const shared = { clock: platform.clock, random: platform.random, log };
    this.#throttleClock = createThrottleClock(platform.clock);
    this.rooms = createRoomRegistry({
      ...shared,
      api: deps.api,
      isUp: () => deps.link() !== undefined,
      onEvents: (room, events) => this.#onEvents(room, events),
      onLive: (room) => {
        this.#timelines.get(room)?.touch();
        this.outbox.pump();
      },
      onRebuilt: (room) => this.outbox.repeat(room),
      onDenied: (room) => {
        this.#forsake(room);
        deps.emitter.emit("denied", { room });
      },
    });
    this.outbox = new Outbox({
      ...shared,
      throttle: this.#throttleClock,
      send: (frame) => deps.link()?.send(frame) ?? false,
      isLive: (room) => this.rooms.get(room)?.isLive ?? false,
      appliedSeq: (room) => this.rooms.get(room)?.feed.appliedSeq,
      onHead: (room, seq) => this.rooms.onHeads({ [room]: seq }),
      storage: deps.storage,
      onChange: (room) => this.#onOutboxChange(room),
    });
    this.subscriptions = createSubscriptions({ ...shared, newId: platform.newId, rooms: this.rooms });
    this.#throttleOf = createThrottleView({ throttle: this.#throttleClock, outbox: this.outbox });
    this.throttle = createStore(deps.batch, log, this.#throttleOf());
  }

  readonly follow = (wanted: readonly FollowedRoom[]): void => {
    for (const { id, headSeq } of wanted) {
      if (this.rooms.add(id as RoomId, headSeq)) this.#timelines.get(id)?.revive();
    }
    if (this.#isCompleting) return;
    // Together, when several rooms are added in one go.
    this.#isCompleting = true;
    queueMicrotask(() => {
      this.#isCompleting = false;
      const link = this.#deps.link();
      if (link !== undefined) this.subscriptions.complete(link);
    });
  };

  /** A room with messages still to be sent stays followed. */
  readonly unfollow = (ids: readonly string[]): void => {
    this.#unfollow(ids.filter((id) => this.outbox.queued(id) === 0));
  };

  readonly open = (room: string): RoomTimeline => {
    const isNew = this.#timelines.get(room) === undefined;
    const timeline = this.#timelines.open(room as RoomId);
    this.follow([{ id: room }]);
    if (isNew) void timeline.loadLatest();
    return timeline;
  };

  /** The person is not in the room any more. */
  leave(room: RoomId): void {
    this.#unfollow([room]);
    this.#forsake(room);
  }

  /** Takes over messages from before a reload, or from a tab that is gone. */
  adopt(entries: readonly OutboxEntry[]): void {
    const unsent = entries.filter((entry) => entry.failure === undefined);
    if (unsent.length > 0) this.follow(unsent.map((entry) => ({ id: entry.room })));
    this.outbox.adopt(entries);
    for (const timeline of this.#timelines.all()) timeline.settle();
  }

  onUp(link: Link, hello: Hello): void {
    this.#throttleClock.configure(hello.limits.messages);
    this.subscriptions.complete(link);
    this.wake();
    this.outbox.pump();
    this.#onOutboxChange(undefined);
  }

  /** The service lives: windows that could not be loaded are tried again. */
  wake(): void {
    for (const timeline of this.#timelines.all()) timeline.wake();
  }

  /** These are followed, and not delivered any more. */
  listenAgain(rooms: readonly RoomId[]): void {
    const link = this.#deps.link();
    if (link !== undefined) this.subscriptions.again(link, rooms);
  }

  onDown(): void {
    this.rooms.onDown();
    this.outbox.repeat();
  }

  /** Somebody else is signed in: what is followed and open stays so, and begins anew in their name. */
  restart(): void {
    const followed = this.rooms.all().map(({ id }) => ({ id }));
    this.#forget();
    this.follow(followed);
    for (const timeline of this.#timelines.all()) timeline.restart();
  }

  /** Nobody is signed in: nothing of the former person is left in memory. */
  end(): void {
    this.#forget();
    for (const timeline of this.#timelines.all()) timeline.deny();
    this.#timelines.clear();
  }

  #forget(): void {
    this.rooms.clear();
    this.#throttleClock.reset();
    this.outbox.clear();
  }

  #onEvents(room: RoomId, events: readonly Event[]): void {
    const { emitter, seen, user } = this.#deps;
    // Both before anybody is told: a message leaves the outbox in the snapshot in which it is in the room.
    this.#timelines.get(room)?.apply(events);
    this.outbox.onEvents(room, events, user()?.id);
    emitter.emit("events", { room, events });
    seen.set(room, events.at(-1)?.seq ?? 0);
  }

  #onOutboxChange(room: RoomId | undefined): void {
    const concerned = room === undefined ? this.#timelines.all() : [this.#timelines.get(room)];
    for (const timeline of concerned) timeline?.touch();
    this.throttle.set(this.#throttleOf());
  }

  #unfollow(ids: readonly string[]): void {
    const left = ids.filter((id) => this.rooms.get(id) !== undefined) as RoomId[];
    for (const id of left) {
      this.rooms.remove(id);
      this.outbox.onUnfollowed(id);
    }
    const link = this.#deps.link();
    if (link !== undefined && left.length > 0) this.subscriptions.leave(link, left);
  }

  #forsake(room: RoomId): void {
    this.#timelines.get(room)?.deny();
    this.outbox.onDenied(room, new ParleyError({ code: "not_found" }));
  }

  #createTimeline(room: RoomId, onClose: () => void): LiveTimeline {
    const { api, batch, log, user } = this.#deps;
    return new LiveTimeline({
      room,
      api,
      log,
      listeners: createListeners(batch, log),
      feed: () => this.rooms.get(room)?.feed,
      viewer: () => user()?.id,
      pending: () => this.outbox.pending(room),
      throttle: () => this.#throttleOf(room),
      onSeen: (messages) => this.outbox.onSeen(messages),
      onClose,
    });
  }
}
