import { appendEvent } from "@parley/chat/message/append-event";
import { postMessage } from "@parley/chat/message/send-message";
import type { RoomId, ServerFrame, UserId } from "@parley/protocol";
import { eventsOf } from "../testing/events-of.ts";
import { drawFaults, noFaults, type WorldFaults } from "./fault-plan.ts";
import type { Weather } from "./lambda.ts";
import { ModelClient } from "./model-client.ts";
import { Network } from "./network.ts";
import { Observer } from "./observer.ts";
import { Random } from "./random.ts";
import { Scheduler } from "./scheduler.ts";
import { type Ports, Service } from "./service.ts";
import { hotSettings, startMs } from "./settings.ts";
import type { ClientDeps, SimClient } from "./sim-client.ts";
import { MemoryConnectionStore } from "./stores/memory-connection-store.ts";
import { MemoryEventStore } from "./stores/memory-event-store.ts";
import { MemoryPresenceStore } from "./stores/memory-presence-store.ts";
import { MemoryRedis } from "./stores/memory-redis.ts";
import { MemoryRoomLog } from "./stores/memory-room-log.ts";
import { MemorySessionGate } from "./stores/memory-session-gate.ts";
import { MemoryThrottle } from "./stores/memory-throttle.ts";

/** What a test may put in the place of the parts of a run, to show that a fault in them is found. */
export interface Parts {
  readonly log: (redis: MemoryRedis) => MemoryRoomLog;
  readonly events: (now: () => number) => MemoryEventStore;
  readonly wrap: (ports: Ports, scheduler: Scheduler) => Ports;
  /** Turns the faults that a seed draws to where they matter. */
  readonly faults: (drawn: WorldFaults) => WorldFaults;
  /** Turns the number of listeners over which a seed posts in shards. */
  readonly recipientsAbove: (drawn: number) => number;
  readonly client: (...args: ConstructorParameters<typeof ModelClient>) => SimClient;
}

export const soundParts: Parts = {
  log: (redis) => new MemoryRoomLog(redis, hotSettings),
  events: (now) => new MemoryEventStore(now),
  wrap: (ports) => ports,
  faults: (drawn) => drawn,
  recipientsAbove: (drawn) => drawn,
  client: (...args) => new ModelClient(...args),
};

/** Of the runs, how many have rooms that are large by their measure. */
const shardedShare = 0.4;

/** All that there is in one run, put together from a seed. */
export class World {
  readonly random: Random;
  readonly scheduler = new Scheduler(startMs);
  readonly redis = new MemoryRedis(() => this.scheduler.nowMs);
  readonly events: MemoryEventStore;
  readonly observer: Observer;
  readonly network: Network;
  readonly service: Service;
  readonly weather: Weather;
  readonly clients: SimClient[] = [];
  readonly rooms: RoomId[];
  readonly owner = "usr_owner" as UserId;
  readonly incidents: Record<string, number> = {};
  faults: WorldFaults;
  /** Who was in every room at its beginning. */
  readonly founders: readonly UserId[];
  #connections = 0;
  #poisons = 0;

  constructor(seed: number, parts: Parts) {
    this.random = new Random(seed);
    this.faults = parts.faults(drawFaults(this.random.fork()));
    this.weather = { calls: this.faults.calls, away: new Set() };
    this.events = parts.events(() => this.scheduler.nowMs);
    this.observer = new Observer(this.events, () => this.scheduler.nowMs);
    const users = Array.from({ length: 2 + this.random.below(3) }, (_, at) => `usr_${at}` as UserId);
    this.rooms = Array.from({ length: 1 + this.random.below(2) }, (_, at) => `rom_${at}` as RoomId);
    for (const room of this.rooms) {
      const members = users.map((user) => [user, "member"] as const);
      this.events.createRoom(room, "private", [[this.owner, "owner"], ...members]);
    }
    this.founders = [this.owner, ...users];
    const { scheduler } = this;
    this.network = new Network({
      scheduler,
      random: this.random.fork(),
      faults: () => this.faults,
      onPost: (connectionId, frame) => this.#watch(connectionId, frame),
    });
    this.service = this.#openService(seed, parts);
    this.#openClients(users, parts);
  }

  /** No more faults from here on; what they did stays done. */
  calm(): void {
    this.faults = noFaults;
    this.weather.calls = noFaults.calls;
    this.weather.away.clear();
  }

  /** Brings in whoever is out, as an owner would over HTTP. */
  async bringIn(room: RoomId, userId: UserId): Promise<void> {
    const draft = { kind: "member.joined", userId, role: "member" } as const;
    await this.service.call((chat) => appendEvent(chat, { room, user: this.owner, draft }));
  }

  async takeOut(room: RoomId, userId: UserId): Promise<void> {
    const draft = { kind: "member.left", userId, reason: "kicked" } as const;
    await this.service.call((chat) => appendEvent(chat, { room, user: this.owner, draft }));
  }

  /** Somebody's message that Postgres will not store, past the wire's own checks. */
  async poison(room: RoomId, user: UserId): Promise<void> {
    this.#poisons += 1;
    const message = { room, user, clientId: `poison-${this.#poisons}`, text: "\u0000" };
    await this.service.call((chat) => postMessage(chat, message));
  }

  #openService(seed: number, parts: Parts): Service {
    const { scheduler, weather } = this;
    const random = this.random.fork();
    const lag = () => random.between(0, this.faults.indexLagMs);
    const sound: Ports = {
      log: parts.log(this.redis),
      events: this.events,
      connections: new MemoryConnectionStore(() => scheduler.nowMs, lag),
      throttle: new MemoryThrottle(this.redis),
      presence: new MemoryPresenceStore(this.redis),
      gate: new MemorySessionGate(this.redis),
      gateway: this.network,
    };
    const ports = parts.wrap(sound, scheduler);
    const messageLimit = this.random.chance(0.3) ? [{ count: 3, windowMs: 2_000 }] : [];
    // Drawn apart, so that the other draws of a seed are what they were.
    const chance = new Random(~seed);
    const drawn = chance.chance(shardedShare) ? chance.pick([0, 1]) : Number.POSITIVE_INFINITY;
    return new Service({
      scheduler,
      random: this.random.fork(),
      shards: {
        above: parts.recipientsAbove(drawn),
        random: chance.fork(),
        doubled: () => this.faults.posts.doubled,
      },
      weather,
      ports,
      messageLimit,
      onPosting: (connectionId, frame) => this.#watchPosting(connectionId, frame),
      onIncident: ({ kind }) => {
        this.incidents[kind] = (this.incidents[kind] ?? 0) + 1;
      },
      onBug: (error) =>
        this.observer.report(`a bug: ${error instanceof Error ? error.stack : String(error)}`),
    });
  }

  #openClients(users: readonly UserId[], parts: Parts): void {
    for (const user of users) {
      const devices = this.random.chance(0.3) ? 2 : 1;
      for (let device = 0; device < devices; device += 1) {
        const deps: ClientDeps = {
          scheduler: this.scheduler,
          random: this.random.fork(),
          network: this.network,
          service: this.service,
          observer: this.observer,
          faults: () => this.faults,
          newConnectionId: () => {
            this.#connections += 1;
            return `con_${this.#connections}`;
          },
        };
        this.clients.push(parts.client(deps, `${user}.${device}`, user, this.rooms));
      }
    }
  }

  #watch(connectionId: string, text: string): void {
    const user = this.#userOf(connectionId);
    const frame = JSON.parse(text) as Partial<ServerFrame>;
    if (user === undefined) return;
    for (const event of eventsOf(frame)) this.observer.sawVisible(event, user);
  }

  #watchPosting(connectionId: string, text: string): void {
    const user = this.#userOf(connectionId);
    const frame = JSON.parse(text) as Partial<ServerFrame>;
    if (user === undefined || frame.type !== "events") return;
    this.observer.sawPosting(frame.room as RoomId, frame.events?.at(-1)?.seq ?? 0, user);
  }

  #userOf(connectionId: string): UserId | undefined {
    return this.clients.find((client) => client.connectionId === connectionId)?.user;
  }
}
