import type { ClientFrame, Hello, RoomId } from "@parley/protocol";
import type { Chat, ChatEvents, ChatUser, FollowedRoom } from "./chat.ts";
import type { Link } from "./connection/link.ts";
import { createSubscriptions, type Subscriptions } from "./connection/subscriptions.ts";
import type { Emitter } from "./emitter.ts";
import type { ChatApi } from "./http/chat-api.ts";
import { createOutbox, type Outbox } from "./outbox/outbox.ts";
import type { OutboxEntry } from "./outbox/outbox-entry.ts";
import type { PendingMessage } from "./outbox/pending-message.ts";
import { createThrottleClock } from "./outbox/throttle-clock.ts";
import { createThrottleView } from "./outbox/throttle-view.ts";
import { ParleyError } from "./parley-error.ts";
import type { Platform } from "./platform.ts";
import { createLiveTimeline, type LiveTimeline } from "./room/live-timeline.ts";
import { createRoomRegistry, type RoomRegistry } from "./room/room-registry.ts";
import type { SeenMarks } from "./seen-marks.ts";
import type { ChatStorage } from "./storage/chat-storage.ts";
import { createListeners, createStore, type TellDeps } from "./store.ts";

export interface ChatRoomsDeps extends TellDeps, Pick<Platform, "clock" | "random" | "newId"> {
  readonly api: ChatApi;
  readonly emitter: Emitter<ChatEvents>;
  readonly seen: SeenMarks;
  readonly storage: ChatStorage;
  user(): ChatUser | undefined;
  link(): Link | undefined;
  /** False when there is no connection. */
  send(frame: ClientFrame): boolean;
}

/** The rooms of one person: what is followed, what is open, and what is on its way to them. */
export interface ChatRooms extends Pick<Chat, "follow" | "unfollow" | "open" | "pending" | "throttle"> {
  readonly rooms: RoomRegistry;
  readonly outbox: Outbox;
  readonly subscriptions: Subscriptions;
  /** The person is not in the room any more. */
  leave(room: RoomId): void;
  /** Takes over messages from before a reload, or from a tab that is gone. */
  adopt(entries: readonly OutboxEntry[]): void;
  onUp(link: Link, hello: Hello): void;
  /** The service lives: windows that could not be loaded are tried again. */
  wake(): void;
  /** These are followed, and not delivered any more. */
  listenAgain(rooms: readonly RoomId[]): void;
  onDown(): void;
  /** Somebody else is signed in: what is followed and open stays so, and begins anew in their name. */
  restart(): void;
  /** Nobody is signed in: nothing of the former person is left in memory. */
  end(): void;
}

// oxlint-disable-next-line max-lines-per-function -- its functions are short, and share the state that stands above them
export function createChatRooms(deps: ChatRoomsDeps): ChatRooms {
  const { emitter, link } = deps;
  /** The open timelines, one for each room. */
  const timelines = new Map<string, LiveTimeline>();
  const throttleClock = createThrottleClock(deps.clock);
  const pending = createStore<readonly PendingMessage[]>(deps, []);
  let isCompleting = false;

  const rooms = createRoomRegistry({
    ...deps,
    isUp: () => link() !== undefined,
    onEvents: (room, events) => {
      // Both before anybody is told: a message leaves the outbox in the snapshot in which it is in the room.
      timelines.get(room)?.apply(events);
      outbox.onEvents(room, events, deps.user()?.id);
      emitter.emit("events", { room, events });
      deps.seen.set(room, events.at(-1)?.seq ?? 0);
    },
    onLive: (room) => {
      timelines.get(room)?.touch();
      outbox.pump();
    },
    onRebuilt: (room) => outbox.repeat(room),
    onDenied: (room) => {
      forsake(room);
      emitter.emit("denied", { room });
    },
  });
  const onOutboxChange = (room?: RoomId) => {
    const concerned = room === undefined ? timelines.values() : [timelines.get(room)];
    for (const timeline of concerned) timeline?.touch();
    throttle.set(throttleOf());
    pending.set(outbox.list.pending());
  };
  const outbox = createOutbox({ ...deps, throttle: throttleClock, rooms, onChange: onOutboxChange });
  const subscriptions = createSubscriptions({ ...deps, rooms });
  const throttleOf = createThrottleView({ ...deps, throttle: throttleClock, list: outbox.list });
  const throttle = createStore(deps, throttleOf());

  const forsake = (room: RoomId) => {
    timelines.get(room)?.deny();
    outbox.onDenied(room, new ParleyError({ code: "not_found" }));
  };
  const drop = (ids: readonly string[]) => {
    const left = ids.filter((id) => rooms.get(id) !== undefined) as RoomId[];
    for (const id of left) {
      rooms.remove(id);
      outbox.onUnfollowed(id);
    }
    const current = link();
    if (current !== undefined) subscriptions.leave(current, left);
  };
  const forget = () => {
    rooms.clear();
    throttleClock.reset();
    outbox.clear();
  };
  const wake = () => {
    for (const timeline of timelines.values()) timeline.wake();
  };
  const follow = (wanted: readonly FollowedRoom[]) => {
    for (const { id, headSeq } of wanted) {
      if (rooms.add(id as RoomId, headSeq)) timelines.get(id)?.revive();
    }
    if (isCompleting) return;
    // Together, when several rooms are added in one go.
    isCompleting = true;
    queueMicrotask(() => {
      isCompleting = false;
      const current = link();
      if (current !== undefined) subscriptions.complete(current);
    });
  };
  const createTimeline = (room: RoomId) => {
    const timeline = createLiveTimeline({
      ...deps,
      room,
      listeners: createListeners(deps),
      feed: () => rooms.get(room)?.feed,
      viewer: () => deps.user()?.id,
      pending: () => outbox.list.pending(room),
      throttle: () => throttleOf(room),
      onSeen: outbox.onSeen,
      onClose: () => {
        // After a sign-out it is another's place.
        if (timelines.get(room) === timeline) timelines.delete(room);
      },
    });
    timelines.set(room, timeline);
    return timeline;
  };

  return {
    rooms,
    outbox,
    subscriptions,
    throttle,
    pending,
    follow,
    // A room with messages still to be sent stays followed.
    unfollow: (ids) => drop(ids.filter((id) => throttleOf(id).queued === 0)),
    open: (room) => {
      const known = timelines.get(room);
      const timeline = known ?? createTimeline(room as RoomId);
      timeline.hold();
      follow([{ id: room }]);
      if (known === undefined) void timeline.loadLatest();
      return timeline;
    },
    leave: (room) => {
      drop([room]);
      forsake(room);
    },
    adopt: (entries) => {
      follow(entries.filter((entry) => entry.failure === undefined).map(({ room }) => ({ id: room })));
      outbox.adopt(entries);
      for (const timeline of timelines.values()) timeline.settle();
    },
    onUp: (current, hello) => {
      throttleClock.configure(hello.limits.messages);
      subscriptions.complete(current);
      wake();
      outbox.pump();
      onOutboxChange();
    },
    wake,
    listenAgain: (unheard) => {
      const current = link();
      if (current !== undefined) subscriptions.again(current, unheard);
    },
    onDown: () => {
      rooms.onDown();
      outbox.repeat();
    },
    restart: () => {
      const followed = rooms.ids().map((id) => ({ id }));
      forget();
      follow(followed);
      for (const timeline of timelines.values()) timeline.restart();
    },
    end: () => {
      forget();
      for (const timeline of timelines.values()) timeline.deny();
      timelines.clear();
    },
  };
}
