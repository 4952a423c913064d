import type {
  AppendInput,
  AppendOutcome,
  AttachInput,
  Batch,
  Lease,
  NeglectedRoom,
  ReadInput,
  ReadOutcome,
  RebaseInput,
  RebaseOutcome,
  Recipient,
  RenewOutcome,
  RoomLog,
  RoomSnapshot,
  SettleInput,
  SettleOutcome,
  SignalOutcome,
} from "@parley/chat/message/room-log";
import type { RoomId, UserId } from "@parley/protocol";
import { inspectRooms } from "./inspect-rooms.ts";
import { roomKeys, signalKey, slowModeKey } from "./keys.ts";
import type { RedisClient } from "./redis-client.ts";
import { type RedisScript, runScript } from "./redis-script.ts";
import * as reading from "./room-read-scripts.ts";
import {
  readAppend,
  readBatch,
  readRead,
  readRebase,
  readRenew,
  readSettle,
  readSignal,
} from "./room-replies.ts";
import { writeEffect, writeGuard, writeRequirement, writeSnapshot } from "./room-requests.ts";
import * as scripts from "./room-scripts.ts";
import * as snapshots from "./room-snapshot-scripts.ts";

export interface RoomLogSettings {
  /** A drainer that says nothing for so long is taken for dead. */
  readonly leaseMs: number;
  /** A room that nobody listens to is let go after so long. */
  readonly idleMs: number;
  /** Durable events that the log keeps. */
  readonly eventsKept: number;
  /** Keys of durable events that are remembered; older repeats are caught by Postgres. */
  readonly keysKept: number;
  /** Events of one batch, and bytes of their text; one event always fits. */
  readonly batchMax: number;
  readonly batchBytesMax: number;
  /** Events that may wait to become durable; more are refused. */
  readonly pendingMax: number;
  /** A room is busy that has events faster than one per weight, by so many ms of weight ahead of the clock. */
  readonly eventWeightMs: number;
  readonly busyAfterMs: number;
  /** A busy room's window: a time for each who listens, up to a maximum. */
  readonly windowPerListenerMs: number;
  readonly windowMaxMs: number;
  /**
   * Posts a second that a room may cost. One with so many listeners that it would cost more is busy as soon as it
   * does, and its windows last as long as that takes, up to a limit of their own.
   */
  readonly postsPerSecondMax: number;
  readonly windowLimitMs: number;
  /** How long whoever claimed a cold room may take to hydrate it before another tries. */
  readonly claimMs: number;
  /** How long after it came up a room is compared with the durable log: longer than any commit may take. */
  readonly confirmAfterMs: number;
  /** A connection ends after 2 hours: one that was attached before that is no more. */
  readonly connectionMs: number;
  /** How often the sweep looks for such connections. */
  readonly pruneMs: number;
  /** Who was asked to drain a room and has not come after so long is asked again. */
  readonly askedMs: number;
}

export const roomLogDefaults: RoomLogSettings = {
  leaseMs: 5_000,
  idleMs: 10 * 60_000,
  eventsKept: 500,
  keysKept: 2_000,
  batchMax: 500,
  batchBytesMax: 1024 * 1024,
  pendingMax: 10_000,
  eventWeightMs: 33,
  busyAfterMs: 100,
  windowPerListenerMs: 1,
  windowMaxMs: 90,
  // Half of what API Gateway grants an account at first.
  postsPerSecondMax: 5_000,
  windowLimitMs: 1_000,
  claimMs: 2_000,
  confirmAfterMs: 60_000,
  connectionMs: 130 * 60_000,
  pruneMs: 10 * 60_000,
  askedMs: 60_000,
};

/** `RoomLog` on Redis: each method is one Lua script on keys of one slot. */
export class RedisRoomLog implements RoomLog {
  readonly #redis: RedisClient;
  readonly #settings: RoomLogSettings;

  constructor(redis: RedisClient, settings: RoomLogSettings = roomLogDefaults) {
    this.#redis = redis;
    this.#settings = settings;
  }

  get leaseMs(): number {
    return this.#settings.leaseMs;
  }

  async append(input: AppendInput): Promise<AppendOutcome> {
    const { room, user, key, eventId, text, subject, lease } = input;
    const decided = [writeRequirement(input.requires), writeEffect(input.effect), subject];
    const waiting = [writeGuard(input.guard), input.origin ?? "", this.#settings.pendingMax];
    const waited = [...this.#leaseArgs(lease), ...this.#paceArgs()];
    const args = [user, key, eventId, text, ...decided, ...waiting, ...waited];
    const keys = [...roomKeys(room), slowModeKey(room, user)];
    return readAppend(await runScript(this.#redis, scripts.appendScript, keys, args));
  }

  async find(room: RoomId, key: string): Promise<{ seq: number; mark: number } | undefined> {
    const reply = (await this.#run(scripts.findScript, room, [key])) as [number, number] | null;
    return reply === null ? undefined : { seq: reply[0], mark: reply[1] };
  }

  async acquire(room: RoomId, lease: Lease): Promise<Batch | undefined> {
    const reply = await this.#run(scripts.acquireScript, room, this.#leaseArgs(lease));
    return reply === null ? undefined : readBatch(reply);
  }

  async renew({ room, lease, upTo, digest, audienceVersion }: SettleInput): Promise<RenewOutcome> {
    const args = [lease.token, this.#settings.leaseMs, upTo, digest, audienceVersion];
    return readRenew(await this.#run(scripts.renewScript, room, args));
  }

  async settle({ room, lease, upTo, digest, audienceVersion }: SettleInput): Promise<SettleOutcome> {
    const { eventsKept, keysKept, idleMs } = this.#settings;
    const kept = [eventsKept, keysKept, idleMs];
    const args = [...this.#leaseArgs(lease), upTo, digest, audienceVersion, ...kept, ...this.#paceArgs()];
    return readSettle(await this.#run(scripts.settleScript, room, args));
  }

  async release(room: RoomId, token: string): Promise<boolean> {
    return (await this.#run(scripts.releaseScript, room, [token, this.#settings.askedMs])) === 1;
  }

  async claim(room: RoomId, token: string): Promise<"claimed" | "taken" | "hot"> {
    const reply = await this.#run(snapshots.claimScript, room, [token, this.#settings.claimMs]);
    return reply as "claimed" | "taken" | "hot";
  }

  async unclaim(room: RoomId, token: string): Promise<void> {
    await this.#run(snapshots.unclaimScript, room, [token]);
  }

  async hydrate(snapshot: RoomSnapshot): Promise<"installed" | "hot" | "behind"> {
    const args = [this.#settings.idleMs, ...writeSnapshot(snapshot)];
    const reply = await this.#run(snapshots.hydrateScript, snapshot.room, args);
    return reply as "installed" | "hot" | "behind";
  }

  async rebase({ snapshot, lease, drop = [] }: RebaseInput): Promise<RebaseOutcome> {
    const dropped = [this.#settings.idleMs, drop.length, ...drop];
    const args = [...this.#leaseArgs(lease), ...dropped, ...writeSnapshot(snapshot)];
    return readRebase(await this.#run(snapshots.rebaseScript, snapshot.room, args));
  }

  async forget(room: RoomId): Promise<void> {
    await this.#run(scripts.forgetScript, room, []);
  }

  async attach({ room, user, connectionId, after, limit }: AttachInput): Promise<ReadOutcome> {
    return readRead(await this.#run(reading.attachScript, room, [user, connectionId, after ?? "", limit]));
  }

  async detach(rooms: readonly RoomId[], connectionId: string): Promise<void> {
    const args = [connectionId, this.#settings.idleMs];
    await Promise.all(rooms.map((room) => this.#run(reading.detachScript, room, args)));
  }

  async read({ room, user, after, limit, connectionId = "" }: ReadInput): Promise<ReadOutcome> {
    return readRead(await this.#run(reading.readScript, room, [user, after ?? "", limit, connectionId]));
  }

  async readLast({ room, user, count }: { room: RoomId; user: string; count: number }): Promise<ReadOutcome> {
    return readRead(await this.#run(reading.readLastScript, room, [user, count]));
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
    return readSignal(await runScript(this.#redis, reading.signalScript, keys, [user, intervalMs]));
  }

  async listeners(room: RoomId, restoredBeforeMs = 0): Promise<readonly Recipient[]> {
    return readBatch(await this.#run(reading.listenersScript, room, [restoredBeforeMs])).audience.recipients;
  }

  async stillListening(room: RoomId, connectionIds: readonly string[]): Promise<readonly string[]> {
    const reply = await this.#run(reading.stillListeningScript, room, [...connectionIds]);
    const found = reply as readonly number[] | null;
    return found === null ? connectionIds : connectionIds.filter((_, at) => found[at] === 1);
  }

  async listNeglected(limit: number): Promise<NeglectedRoom[]> {
    const { connectionMs, pruneMs, idleMs } = this.#settings;
    return inspectRooms(this.#redis, { connectionMs, pruneMs, idleMs, limit });
  }

  async confirm({ room, server }: NeglectedRoom): Promise<void> {
    await this.#run(reading.confirmScript, room, [server, this.#settings.confirmAfterMs]);
  }

  #leaseArgs({ token }: Lease): (string | number)[] {
    const { leaseMs, batchMax, batchBytesMax } = this.#settings;
    return [token, leaseMs, batchMax, batchBytesMax];
  }

  #paceArgs(): number[] {
    const { eventWeightMs, busyAfterMs, windowPerListenerMs, windowMaxMs } = this.#settings;
    const { postsPerSecondMax, windowLimitMs } = this.#settings;
    return [
      eventWeightMs,
      busyAfterMs,
      windowPerListenerMs,
      windowMaxMs,
      postsPerSecondMax / 1_000,
      windowLimitMs,
    ];
  }

  #run(script: RedisScript, room: RoomId, args: (string | number)[]): Promise<unknown> {
    return runScript(this.#redis, script, roomKeys(room), args);
  }
}
