import { setImmediate } from "node:timers/promises";
import { ChatError } from "@parley/chat/chat-error";
import type { GreetDeps } from "@parley/chat/connection/greet-connection";
import type { SessionGate } from "@parley/chat/connection/session-gate";
import type { Gateway, PostOutcome } from "@parley/chat/delivery/gateway";
import { SlowSockets } from "@parley/chat/delivery/slow-sockets";
import type { LogIncident } from "@parley/chat/message/log-watch";
import type { SendMessageDeps } from "@parley/chat/message/send-message";
import type { CountRefusalDeps } from "@parley/chat/throttle/count-refusal";
import type { RateLimit } from "@parley/chat/throttle/rate-limit";
import type { RoomId, ServerFrame, UserId } from "@parley/protocol";
import { type RoomLogSettings, roomLogDefaults } from "@parley/stores/redis/redis-room-log";
import { MemoryConnectionStore } from "../stores/memory-connection-store.ts";
import { MemoryEventStore } from "../stores/memory-event-store.ts";
import { MemoryPresenceStore } from "../stores/memory-presence-store.ts";
import { MemoryRedis } from "../stores/memory-redis.ts";
import { MemoryRoomLog } from "../stores/memory-room-log.ts";
import { MemorySessionGate } from "../stores/memory-session-gate.ts";
import { MemoryThrottle } from "../stores/memory-throttle.ts";

/** Takes every post, unless a test says how posts to a connection end. */
export class RecordingGateway implements Gateway {
  readonly posts: { readonly connectionId: string; readonly frame: ServerFrame }[] = [];
  readonly closed: string[] = [];
  /** Closes nothing. */
  isAway = false;
  outcomeOf: (connectionId: string) => PostOutcome | Promise<PostOutcome> = () => "delivered";

  async post(connectionId: string, frame: Uint8Array): Promise<PostOutcome> {
    const outcome = await this.outcomeOf(connectionId);
    const text = new TextDecoder().decode(frame);
    if (outcome === "delivered") this.posts.push({ connectionId, frame: JSON.parse(text) as ServerFrame });
    return outcome;
  }

  async close(connectionId: string): Promise<boolean> {
    if (this.isAway) return false;
    this.closed.push(connectionId);
    return true;
  }

  framesTo(connectionId: string): ServerFrame[] {
    return this.posts.filter((post) => post.connectionId === connectionId).map(({ frame }) => frame);
  }

  /** The seqs that reached a connection, in the order of their coming. */
  seqsTo(connectionId: string): number[] {
    const frames = this.framesTo(connectionId);
    return frames.flatMap((frame) => (frame.type === "events" ? frame.events.map(({ seq }) => seq) : []));
  }
}

export const ada = "usr_ada" as UserId;
export const bob = "usr_bob" as UserId;
export const eve = "usr_eve" as UserId;

/**
 * The domain over in-memory stores in good order, for tests that look at one rule: time passes when somebody
 * sleeps, and every call of a port is written down.
 */
export class RuleBench {
  nowMs = Date.parse("2026-01-01T00:00:00.000Z");
  readonly redis = new MemoryRedis(() => this.nowMs);
  readonly events = new MemoryEventStore(() => this.nowMs);
  readonly connections = new MemoryConnectionStore(
    () => this.nowMs,
    () => 0,
  );
  readonly gateway = new RecordingGateway();
  readonly log: MemoryRoomLog;
  readonly room = "rom_1" as RoomId;
  readonly calls: string[] = [];
  readonly incidents: LogIncident[] = [];
  readonly drainsAsked: { readonly room: RoomId; readonly delayMs: number }[] = [];
  /** Ports that are out of reach. */
  readonly away = new Set<string>();
  /** What Postgres holds no more. */
  readonly endedSessions = new Set<string>();
  messageLimit: RateLimit = [];
  readonly #slow = new SlowSockets();
  readonly #cutOff = new Set<string>();
  #ids = 0;

  constructor(settings: Partial<RoomLogSettings> = {}) {
    this.log = new MemoryRoomLog(this.redis, { ...roomLogDefaults, ...settings });
    this.events.createRoom(this.room, "private", [
      [ada, "owner"],
      [bob, "member"],
    ]);
  }

  deps(): SendMessageDeps & GreetDeps & CountRefusalDeps & { gate: SessionGate } {
    return {
      log: this.#watched("log", this.log),
      events: this.#watched("events", this.events),
      connections: this.#watched("connections", this.connections),
      gateway: this.gateway,
      throttle: new MemoryThrottle(this.redis),
      presence: new MemoryPresenceStore(this.redis),
      gate: this.#watched("gate", new MemorySessionGate(this.redis)),
      sessions: { holds: async (sessionId) => !this.endedSessions.has(sessionId) },
      messageLimit: this.messageLimit,
      directory: { findMembers: async (_, names) => names.map((name) => `usr_${name}` as UserId) },
      drainQueue: { push: async (room, delayMs) => void this.drainsAsked.push({ room, delayMs }) },
      watch: { report: (incident) => void this.incidents.push(incident) },
      meter: { count: () => undefined },
      slow: this.#slow,
      cutOff: this.#cutOff,
      random: () => 0.5,
      newId: (prefix) => {
        this.#ids += 1;
        return `${prefix}_${this.#ids}`;
      },
      clock: {
        now: () => this.nowMs,
        sleep: async (ms) => {
          await setImmediate();
          this.nowMs += ms;
        },
      },
    };
  }

  /** A connection of somebody's that listens to the room. */
  async listen(user: UserId, connectionId: string): Promise<void> {
    await this.connections.addRooms({ user, connectionId }, [this.room]);
    await this.log.attach({ room: this.room, user, connectionId, after: null, limit: 0 });
  }

  /** The durable texts of messages, ascending. */
  texts(): string[] {
    const events = this.events.logOf(this.room).map(({ event }) => event);
    return events.flatMap((event) => (event.kind === "message.created" ? [event.message.text] : []));
  }

  #watched<P extends object>(name: string, port: P): P {
    return new Proxy(port, {
      get: (target, method) => {
        const value: unknown = Reflect.get(target, method, target);
        if (typeof value !== "function") return value;
        return async (...args: unknown[]): Promise<unknown> => {
          this.calls.push(`${name}.${String(method)}`);
          if (this.away.has(name)) throw new ChatError("unavailable");
          return value.apply(target, args) as unknown;
        };
      },
    });
  }
}
