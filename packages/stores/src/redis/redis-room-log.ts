import type {
  AppendInput,
  AppendOutcome,
  AttachInput,
  Batch,
  Lease,
  ReadInput,
  ReadOutcome,
  RebaseOutcome,
  RoomLog,
  RoomSnapshot,
  SettleInput,
  SettleOutcome,
  SignalOutcome,
} from "@parley/chat/message/room-log";
import type { RoomId, UserId } from "@parley/protocol";
import type { RedisClient } from "./redis-client.ts";
import { readAppend, readBatch, readRead, readRebase, readSettle, readSignal } from "./room-replies.ts";
import * as scripts from "./room-scripts.ts";
import { type RedisScript, runScript } from "./redis-script.ts";
import { scanStalledRooms } from "./scan-stalled-rooms.ts";
import { roomKeys, signalKey } from "./keys.ts";

export interface RoomLogSettings {
  /** A drainer that says nothing for so long is taken for dead. */
  readonly leaseMs: number;
  /** A room that nobody listens to is let go after so long. */
  readonly idleMs: number;
  /** Durable events that the log keeps. */
  readonly eventsKept: number;
  /** Keys of durable events that are remembered; older repeats are caught by Postgres. */
  readonly keysKept: number;
  readonly batchMax: number;
}

export const roomLogDefaults: RoomLogSettings = {
  leaseMs: 5_000,
  idleMs: 10 * 60_000,
  eventsKept: 500,
  keysKept: 2_000,
  batchMax: 500,
};

/** `RoomLog` on Redis: each method is one Lua script on keys of one slot. */
export class RedisRoomLog implements RoomLog {
  readonly #redis: RedisClient;
  readonly #settings: RoomLogSettings;

  constructor(redis: RedisClient, settings: RoomLogSettings = roomLogDefaults) {
    this.#redis = redis;
    this.#settings = settings;
  }

  async append(input: AppendInput): Promise<AppendOutcome> {
    const { user, key, eventId, text, requires, effect, lease } = input;
    const target = requires.be === "host" ? requires.target : "";
    const about = [input.guard?.subject ?? "", input.guard?.basis ?? 0];
    const decided = [requires.be, target, writeEffect(effect), ...about];
    const args = [user, key, eventId, text, ...decided, ...this.#leaseArgs(lease)];
    return readAppend(await this.#run(scripts.appendScript, input.room, args));
  }

  async find(room: RoomId, key: string): Promise<{ seq: number; mark: number } | undefined> {
    const reply = (await this.#run(scripts.findScript, room, [key])) as [number, number] | null;
    return reply === null ? undefined : { seq: reply[0], mark: reply[1] };
  }

  async acquire(room: RoomId, lease: Lease): Promise<Batch | undefined> {
    const reply = await this.#run(scripts.acquireScript, room, this.#leaseArgs(lease));
    return reply === null ? undefined : readBatch(reply);
  }

  async settle({ room, lease, upTo, audienceVersion }: SettleInput): Promise<SettleOutcome> {
    const { eventsKept, keysKept, idleMs } = this.#settings;
    const args = [...this.#leaseArgs(lease), upTo, audienceVersion, eventsKept, keysKept, idleMs];
    return readSettle(await this.#run(scripts.settleScript, room, args));
  }

  async release(room: RoomId, token: string): Promise<void> {
    await this.#run(scripts.releaseScript, room, [token]);
  }

  async hydrate(snapshot: RoomSnapshot): Promise<void> {
    await this.#run(scripts.hydrateScript, snapshot.room, [
      this.#settings.idleMs,
      ...writeSnapshot(snapshot),
    ]);
  }

  async rebase(snapshot: RoomSnapshot, lease: Lease): Promise<RebaseOutcome> {
    const args = [...this.#leaseArgs(lease), this.#settings.idleMs, ...writeSnapshot(snapshot)];
    return readRebase(await this.#run(scripts.rebaseScript, snapshot.room, args));
  }

  async attach({ room, user, connectionId, after, limit }: AttachInput): Promise<ReadOutcome> {
    return readRead(await this.#run(scripts.attachScript, room, [user, connectionId, after ?? "", limit]));
  }

  async detach(rooms: readonly RoomId[], connectionId: string): Promise<void> {
    await Promise.all(
      rooms.map((room) => this.#run(scripts.detachScript, room, [connectionId, this.#settings.idleMs])),
    );
  }

  async read({ room, user, after, limit }: ReadInput): Promise<ReadOutcome> {
    return readRead(await this.#run(scripts.readScript, room, [user, after ?? "", limit]));
  }

  async readLast({ room, user, count }: { room: RoomId; user: string; count: number }): Promise<ReadOutcome> {
    return readRead(await this.#run(scripts.readLastScript, room, [user, count]));
  }

  async signal({
    room,
    user,
    intervalMs,
  }: {
    room: RoomId;
    user: UserId;
    intervalMs: number;
  }): Promise<SignalOutcome> {
    const keys = [...roomKeys(room), signalKey(room, user)];
    return readSignal(await runScript(this.#redis, scripts.signalScript, keys, [user, intervalMs]));
  }

  async listStalled(limit: number): Promise<RoomId[]> {
    return scanStalledRooms(this.#redis, limit);
  }

  #leaseArgs(lease: Lease): (string | number)[] {
    return [lease.token, this.#settings.leaseMs, this.#settings.batchMax];
  }

  #run(script: RedisScript, room: RoomId, args: (string | number)[]): Promise<unknown> {
    return runScript(this.#redis, script, roomKeys(room), args);
  }
}

function writeEffect(effect: AppendInput["effect"]): string {
  if (effect.change === "join") return `j ${effect.user} ${effect.role}`;
  return effect.change === "leave" ? `l ${effect.user}` : "";
}

function writeSnapshot(snapshot: RoomSnapshot): (string | number)[] {
  const { members, entries, seen, listeners } = snapshot;
  return [
    snapshot.kind,
    snapshot.archived ? 1 : 0,
    snapshot.headSeq,
    members.length,
    ...members.flatMap(({ user, role, mutedUntilMs }) => [user, `${role} ${mutedUntilMs}`]),
    entries.length,
    ...entries.flatMap(({ seq, text, eventId, key, user }) => [seq, text, eventId, key, user]),
    seen.length,
    ...seen.flatMap(({ key, seq }) => [key, seq]),
    listeners.length,
    ...listeners.flatMap(({ connectionId, user }) => [connectionId, user]),
  ];
}
