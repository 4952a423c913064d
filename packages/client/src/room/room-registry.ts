import type { Event, EventsFrame, Pong, RoomId, Subscribed } from "@parley/protocol";
import type { Clock } from "../clock.ts";
import type { ChatApi } from "../http/chat-api.ts";
import type { Log } from "../log.ts";
import { createGapRepair, type GapRepair, repairGraceMs } from "./gap-repair.ts";
import { createRoomFeed, type RoomFeed } from "./room-feed.ts";

/** A room whose live events are wanted. */
interface FollowedRoomState {
  readonly id: RoomId;
  readonly feed: RoomFeed;
  readonly repair: GapRepair;
  /** Of the service's log, as far as it was told. */
  epoch: string | undefined;
  /** Whether this connection delivers the room's events. */
  isLive: boolean;
}

export interface RoomRegistryDeps {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly api: Pick<ChatApi, "events">;
  isUp(): boolean;
  /** Events in order, each once. */
  onEvents(room: RoomId, events: readonly Event[]): void;
  /** The room's feed began, or its connection now delivers it. */
  onLive(room: RoomId): void;
  /** The service built the room's log anew: what it had taken and not shown may be lost. */
  onRebuilt(room: RoomId): void;
  /** A room may not be read (any more); it is let go already. */
  onDenied(room: RoomId): void;
}

export interface RoomRegistry {
  get(room: string): FollowedRoomState | undefined;
  ids(): readonly RoomId[];
  /** Adds a room; true when it was not there. */
  add(room: RoomId, beginAfter?: number): boolean;
  remove(room: string): void;
  /** The room may not be read (any more): it is let go, and told so. */
  deny(room: RoomId): void;
  clear(): void;
  onEventsFrame(frame: EventsFrame): void;
  onSubscribed(frame: Subscribed): void;
  onHeads(heads: Pong["heads"]): void;
  /** The connection is gone: nothing is live. */
  onDown(): void;
}

type Told = Partial<Subscribed["rooms"][RoomId]>;

const repairPageMax = 500;

/** The rooms that are followed, and the ways in which the service speaks of them. */
export function createRoomRegistry(deps: RoomRegistryDeps): RoomRegistry {
  const rooms = new Map<string, FollowedRoomState>();

  const remove = (room: string) => {
    rooms.get(room)?.repair.stop();
    rooms.delete(room);
  };
  const deny = (room: RoomId) => {
    if (!rooms.has(room)) return;
    remove(room);
    deps.onDenied(room);
  };
  const create = (id: RoomId, beginAfter: number | undefined): FollowedRoomState => {
    const feed = createRoomFeed((events) => deps.onEvents(id, events), beginAfter);
    const repair = createGapRepair({
      ...deps,
      feed,
      fetchEvents: (after) => deps.api.events(id, { after, limit: repairPageMax }),
      mayRun: deps.isUp,
      onDenied: () => deny(id),
    });
    return { id, feed, repair, epoch: undefined, isLive: false };
  };

  /** The service tells something of a room: what is missing now is fetched, if it does not come by itself. */
  const learn = (id: string, { events = [], headSeq = 0, hasMore = false, epoch }: Told) => {
    const room = rooms.get(id);
    if (room === undefined) return undefined;
    room.feed.receive(events);
    room.feed.hear(headSeq);
    room.repair.check(hasMore ? 0 : repairGraceMs);
    const known = room.epoch;
    room.epoch = epoch ?? known;
    if (known !== undefined && known !== room.epoch) deps.onRebuilt(room.id);
    return room;
  };

  return {
    get: (room) => rooms.get(room),
    ids: () => [...rooms.values()].map(({ id }) => id),
    add: (room, beginAfter) => {
      const known = rooms.get(room);
      if (known === undefined) rooms.set(room, create(room, beginAfter));
      else if (beginAfter !== undefined) known.feed.begin(beginAfter);
      return known === undefined;
    },
    remove,
    deny,
    clear: () => {
      for (const room of rooms.keys()) remove(room);
    },
    onEventsFrame: (frame) => {
      learn(frame.room, { events: frame.events, epoch: frame.epoch });
    },
    onSubscribed: (frame) => {
      for (const [id, resumed] of Object.entries(frame.rooms)) {
        // Asked for "from now on": now is the head, unless a page of history has said otherwise by now.
        rooms.get(id)?.feed.begin(resumed.headSeq);
        const room = learn(id, resumed);
        if (room === undefined) continue;
        room.isLive = true;
        deps.onLive(room.id);
      }
      for (const id of frame.denied) deny(id);
    },
    onHeads: (heads) => {
      for (const [id, headSeq] of Object.entries(heads)) {
        learn(id, { headSeq });
      }
    },
    onDown: () => {
      for (const room of rooms.values()) {
        room.isLive = false;
        room.repair.stop();
      }
    },
  };
}
