import { ChatError } from "@parley/chat/chat-error";
import type { NewId } from "@parley/chat/clock";
import type { ConnectionStore } from "@parley/chat/connection/connection-store";
import { forgetConnection } from "@parley/chat/connection/forget-connection";
import type { Identity } from "@parley/chat/connection/identity";
import type { SessionGate } from "@parley/chat/connection/session-gate";
import { deliverShard } from "@parley/chat/delivery/deliver-shard";
import type { DeliveryShard } from "@parley/chat/delivery/delivery-queue";
import type { Gateway } from "@parley/chat/delivery/gateway";
import { SlowSockets } from "@parley/chat/delivery/slow-sockets";
import { listEvents } from "@parley/chat/history/list-events";
import type { EventStore } from "@parley/chat/message/event-store";
import type { LogIncident } from "@parley/chat/message/log-watch";
import { resumeDrain } from "@parley/chat/message/resume-drain";
import type { RoomLog } from "@parley/chat/message/room-log";
import { sweepRooms } from "@parley/chat/message/sweep-rooms";
import type { PresenceStore } from "@parley/chat/presence/presence-store";
import type { RateLimit } from "@parley/chat/throttle/rate-limit";
import type { Throttle } from "@parley/chat/throttle/throttle";
import {
  ClientFrame,
  type EventsAnswer,
  errors,
  parse,
  type RoomId,
  type ServerFrame,
  type UserId,
} from "@parley/protocol";
import type { Chat } from "../../../../functions/edge/compose-chat.ts";
import { actions, type FrameCall } from "../../../../functions/ws/actions.ts";
import { Lambda, type Weather } from "./lambda.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import { MemoryDeliveryQueue } from "./stores/memory-delivery-queue.ts";

/** The stores of a run, by the names that outages go by. */
export interface Ports {
  readonly log: RoomLog;
  readonly events: EventStore;
  readonly connections: ConnectionStore;
  readonly throttle: Throttle;
  readonly presence: PresenceStore;
  readonly gate: SessionGate;
  readonly gateway: Gateway;
}

export interface ServiceDeps {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly weather: Weather;
  readonly ports: Ports;
  readonly messageLimit: RateLimit;
  /** Audiences over a number are posted to in shards over a queue, whose messages may be handed out twice. */
  readonly shards: { readonly above: number; readonly random: Random; readonly doubled: () => number };
  /** A Lambda sets out to post a frame. */
  readonly onPosting: (connectionId: string, frame: string) => void;
  readonly onIncident: (incident: LogIncident) => void;
  /** An error that is no refusal: the domain's own fault. */
  readonly onBug: (error: unknown) => void;
}

const drainJobAttemptsMax = 3;
const drainJobRetryMs = 10_000;

/** The functions of the service, each call a Lambda of its own over the domain's real code. */
export class Service {
  readonly #deps: ServiceDeps;
  readonly #deliveries: MemoryDeliveryQueue;
  readonly #slow = new SlowSockets();
  readonly #cutOff = new Set<string>();
  #ids = 0;

  constructor(deps: ServiceDeps) {
    this.#deps = deps;
    this.#deliveries = new MemoryDeliveryQueue({
      scheduler: deps.scheduler,
      random: deps.shards.random,
      doubled: deps.shards.doubled,
      consume: (shard) => this.#deliver(shard),
    });
  }

  /** Nothing waits in the queue of deliveries. */
  get hasDelivered(): boolean {
    return this.#deliveries.isEmpty;
  }

  /** `$connect`. False when the handshake is refused. */
  async connect(connectionId: string, user: UserId): Promise<boolean> {
    const connectedAtMs = this.#deps.scheduler.nowMs;
    const record = { connectionId, user, sessionId: `session of ${user}`, connectedAtMs };
    const added = await this.#attempt(async (chat) => {
      await chat.connections.add(record);
      return true;
    });
    return added.value === true;
  }

  /** `$disconnect`. */
  async disconnect(connectionId: string): Promise<void> {
    await this.#attempt((chat) => forgetConnection(chat, connectionId));
  }

  /** A frame of a client; the answer, as API Gateway would send it, or undefined when there is none. */
  async answer(connectionId: string, user: UserId, text: string): Promise<string | undefined> {
    const frame: unknown = JSON.parse(text);
    const call = { connectionId, identity: identify(user) };
    const outcome = await this.#attempt((chat) => act(chat, call, frame));
    if (outcome.ended) return JSON.stringify({ message: "Internal server error", connectionId });
    const answer = outcome.error === undefined ? outcome.value : toErrorFrame(frame, outcome.error);
    return answer === undefined ? undefined : JSON.stringify(answer);
  }

  /** `GET /rooms/:room/events`; undefined for any failure. */
  async listEvents(room: RoomId, user: UserId, after: number): Promise<EventsAnswer | undefined> {
    const limit = 100;
    return (await this.#attempt((chat) => listEvents(chat, { room, user, after, limit }))).value;
  }

  async sweep(): Promise<void> {
    await this.#attempt((chat) => sweepRooms(chat));
  }

  /** Runs something else of the domain's, as an HTTP call would. */
  async call<T>(handle: (chat: Chat) => Promise<T>): Promise<{ value?: T | undefined; error?: unknown }> {
    return this.#attempt(handle);
  }

  async #deliver(shard: DeliveryShard): Promise<boolean> {
    const delivered = await this.#attempt((chat) => deliverShard(chat, shard));
    return !delivered.ended && delivered.error === undefined;
  }

  async #drainLater(room: RoomId, delayMs: number, attempts: number): Promise<void> {
    await this.#deps.scheduler.sleep(delayMs);
    const drained = await this.#attempt((chat) => resumeDrain(chat, room));
    const failed = drained.ended || drained.error !== undefined;
    if (failed && attempts < drainJobAttemptsMax) {
      await this.#drainLater(room, drainJobRetryMs, attempts + 1);
    }
  }

  async #attempt<T>(
    handle: (chat: Chat) => Promise<T>,
  ): Promise<{ value?: T | undefined; error?: unknown; ended: boolean }> {
    const lambda = new Lambda(this.#deps);
    let ended = true;
    try {
      const value = await lambda.run(async () => {
        const answer = await handle(this.#compose(lambda));
        ended = false;
        return answer;
      });
      return { value, ended };
    } catch (error) {
      if (!(error instanceof ChatError)) this.#deps.onBug(error);
      return { error, ended: false };
    }
  }

  /** What `functions/edge/compose-chat` does over the real stores. */
  #compose(lambda: Lambda): Chat {
    const { ports, scheduler, random, messageLimit, shards, onIncident } = this.#deps;
    return {
      log: lambda.wrap("log", ports.log),
      events: lambda.wrap("events", ports.events),
      connections: lambda.wrap("connections", ports.connections),
      throttle: lambda.wrap("log", ports.throttle),
      presence: lambda.wrap("log", ports.presence),
      gate: lambda.wrap("log", ports.gate),
      sessions: { holds: async () => true },
      gateway: this.#watchGateway(lambda.wrap("gateway", ports.gateway)),
      drainQueue: lambda.wrap("queue", {
        push: async (room: RoomId, delayMs: number) => void this.#drainLater(room, delayMs, 1),
      }),
      largeAudiences: { queue: lambda.wrap("queue", this.#deliveries), recipientsAbove: shards.above },
      watch: { report: onIncident },
      clock: { now: () => scheduler.nowMs, sleep: (ms) => lambda.sleep(ms) },
      random: () => random.next(),
      newId: this.#newId,
      messageLimit,
      frameLimit: [],
      meter: { count: () => undefined },
      slow: this.#slow,
      cutOff: this.#cutOff,
      directory: { findMembers: async () => [] },
      readMarks: { advance: async ({ seq }) => ({ moved: false, seq }) },
      history: {
        listMessages: () => Promise.reject(new Error("pages are not part of the simulation")),
      },
    };
  }

  #watchGateway(gateway: Gateway): Gateway {
    return {
      close: (connectionId) => gateway.close(connectionId),
      post: (connectionId, frame) => {
        this.#deps.onPosting(connectionId, new TextDecoder().decode(frame));
        return gateway.post(connectionId, frame);
      },
    };
  }

  readonly #newId: NewId = (prefix) => {
    this.#ids += 1;
    return `${prefix}_${this.#ids}`;
  };
}

async function act(chat: Chat, call: FrameCall, frame: unknown): Promise<ServerFrame | undefined> {
  const parsed = parse(ClientFrame, frame);
  if (!parsed.ok) throw new ChatError(parsed.code, { fields: parsed.fields });
  const action = actions[parsed.value.action] as (
    chat: Chat,
    call: FrameCall,
    frame: ClientFrame,
  ) => Promise<ServerFrame | undefined>;
  return action(chat, call, parsed.value);
}

function identify(userId: UserId): Identity {
  const sessionId = `session of ${userId}`;
  return { userId, sessionId, username: userId, name: "", lastName: "", sessionExpiresAtMs: Infinity };
}

function toErrorFrame(frame: unknown, error: unknown): ServerFrame {
  const code = error instanceof ChatError ? error.code : "internal";
  const { message, retryable } = errors[code];
  const retryAfterMs = error instanceof ChatError ? error.retryAfterMs : undefined;
  const id = (frame as { id?: string }).id;
  return { type: "error", id, code, message, retryable, retryAfterMs, requestId: "req" };
}
