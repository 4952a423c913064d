import { renderEventText } from "@parley/chat/message/event-draft";
import {
  type AppendInput,
  type AppendOutcome,
  type AttachInput,
  type Audience,
  type Batch,
  type Committed,
  crowdAbove,
  type DroppedEntry,
  type Lease,
  type LogEntry,
  type NeglectedRoom,
  type ReadInput,
  type ReadOutcome,
  type RebaseInput,
  type RebaseOutcome,
  type Recipient,
  type RenewOutcome,
  type RoomLog,
  type RoomSnapshot,
  type SettleInput,
  type SettleOutcome,
  type SignalOutcome,
} from "@parley/chat/message/room-log";
import type { RoomId, UserId } from "@parley/protocol";
import type { RoomLogSettings } from "@parley/stores/redis/redis-room-log";
import { applyEffect, deniedIn, isContended, mayNotSpeak, mayRead, refusalOf } from "./hot-policy.ts";
import type { HotEntry, HotRoom, MemoryRedis } from "./memory-redis.ts";

const floorMs = 60_000;
const leaseKey = (room: RoomId) => `${room} lease`;
const floorKey = (room: RoomId) => `${room} floor`;
const claimKey = (room: RoomId) => `${room} claim`;

/**
 * `RoomLog` in memory, for the simulation: the same steps as the Lua scripts of the real one, and held to it
 * by the same contract suite.
 */
export class MemoryRoomLog implements RoomLog {
  protected readonly redis: MemoryRedis;
  protected readonly settings: RoomLogSettings;

  constructor(redis: MemoryRedis, settings: RoomLogSettings) {
    this.redis = redis;
    this.settings = settings;
  }

  get leaseMs(): number {
    return this.settings.leaseMs;
  }

  async append(input: AppendInput): Promise<AppendOutcome> {
    const { room: id, key, user, lease } = input;
    const room = this.#find(id);
    if (room === undefined) return { kind: "cold" };
    const known = room.seen.get(key);
    if (known === undefined) {
      const refused = this.#refuse(room, input);
      if (refused !== undefined) return refused;
      room.expiresAtMs = undefined;
      this.#warm(room);
      this.#push(room, { ...input, user });
      applyEffect(room, input.effect);
    }
    const standing = {
      kind: known === undefined ? "appended" : "repeated",
      seq: known ?? room.head,
      mark: room.mark,
    } as const;
    if (room.head === room.mark || !this.#lease(id, lease)) return standing;
    const windowMs = this.#window(room);
    return windowMs > 0 ? { ...standing, pause: { windowMs } } : { ...standing, batch: this.#batch(room) };
  }

  async find(id: RoomId, key: string): Promise<{ seq: number; mark: number } | undefined> {
    const room = this.#find(id);
    const seq = room?.seen.get(key);
    return room === undefined || seq === undefined ? undefined : { seq, mark: room.mark };
  }

  async acquire(id: RoomId, lease: Lease): Promise<Batch | undefined> {
    const room = this.#find(id);
    if (room === undefined) return undefined;
    room.askedAtMs = undefined;
    if (room.head === room.mark || !this.#lease(id, lease)) return undefined;
    this.redis.set(leaseKey(id), lease.token, this.settings.leaseMs);
    return this.#batch(room);
  }

  async renew(input: SettleInput): Promise<RenewOutcome> {
    const kind = this.#standing(input);
    const room = this.#find(input.room);
    if (kind !== "held" || room === undefined) return { kind };
    this.redis.set(leaseKey(input.room), input.lease.token, this.settings.leaseMs);
    return room.audience === input.audienceVersion ? { kind } : { kind, audience: this.#audience(room) };
  }

  async settle(input: SettleInput): Promise<SettleOutcome> {
    const { room: id, lease, upTo, audienceVersion } = input;
    const room = this.#find(id);
    const kind = this.#standing(input);
    if (kind !== "held" || room === undefined) return { kind: kind === "held" ? "cold" : kind };
    if (upTo > room.mark) {
      room.mark = upTo;
      this.#trim(room);
    }
    const changed = room.audience !== audienceVersion;
    if (room.head > room.mark) {
      this.redis.set(leaseKey(id), lease.token, this.settings.leaseMs);
      const windowMs = this.#window(room);
      const { audience, ...batch } = this.#batch(room);
      if (windowMs > 0) return { kind: "busy", windowMs, ...(changed && { audience }) };
      return { kind: "more", batch: changed ? { ...batch, audience } : batch };
    }
    this.redis.delete(leaseKey(id));
    this.#rest(room);
    return { kind: "quiet", ...(changed && { audience: this.#audience(room) }) };
  }

  async release(id: RoomId, token: string): Promise<boolean> {
    if (this.redis.get(leaseKey(id)) === token) this.redis.delete(leaseKey(id));
    const room = this.#find(id);
    const held = this.redis.get(leaseKey(id)) !== undefined;
    if (room === undefined || held || room.head === room.mark) return false;
    const nowMs = this.redis.now();
    if (room.askedAtMs !== undefined && nowMs - room.askedAtMs < this.settings.askedMs) return false;
    room.askedAtMs = nowMs;
    return true;
  }

  async claim(id: RoomId, token: string): Promise<"claimed" | "taken" | "hot"> {
    if (this.#find(id) !== undefined) return "hot";
    return this.redis.setNew(claimKey(id), token, this.settings.claimMs) ? "claimed" : "taken";
  }

  async unclaim(id: RoomId, token: string): Promise<void> {
    if (this.redis.get(claimKey(id)) === token) this.redis.delete(claimKey(id));
  }

  async hydrate(snapshot: RoomSnapshot): Promise<"installed" | "hot" | "behind"> {
    if (this.#find(snapshot.room) !== undefined) return "hot";
    if (snapshot.headSeq < this.#lowest(snapshot.room)) return "behind";
    this.#rest(this.#install(snapshot, new Map()));
    return "installed";
  }

  async rebase({ snapshot, lease, drop = [] }: RebaseInput): Promise<RebaseOutcome> {
    const id = snapshot.room;
    const held = this.redis.get(leaseKey(id));
    if (held !== undefined && held !== lease.token) return { kind: "lost" };
    const before = this.#find(id);
    if (snapshot.headSeq < this.#lowest(id)) return { kind: "behind" };
    const left = before?.entries.filter((entry) => entry.seq > before.mark) ?? [];
    const room = this.#install(snapshot, before?.online ?? new Map(), before?.audience);
    for (const [connection, { user }] of room.online) {
      if (!room.members.has(user)) room.online.delete(connection);
    }
    const dropped: DroppedEntry[] = [];
    for (const pending of left) {
      const reason = this.judge(room, pending, drop);
      if (reason === undefined) {
        this.#push(room, pending);
        if (pending.effect !== undefined) applyEffect(room, pending.effect);
      } else {
        const seq = reason === "repeated" ? { seq: room.seen.get(pending.key) } : {};
        dropped.push({ entry: toLogEntry(pending), reason, ...seq });
      }
    }
    const rebased = {
      kind: "rebased",
      markBefore: before?.mark,
      dropped,
      epoch: room.epoch,
      audience: this.#audience(room),
    } as const;
    if (room.head === room.mark) {
      this.redis.delete(leaseKey(id));
      this.#rest(room);
      return rebased;
    }
    this.redis.set(leaseKey(id), lease.token, this.settings.leaseMs);
    return { ...rebased, batch: this.#batch(room) };
  }

  async forget(id: RoomId): Promise<void> {
    this.redis.rooms.delete(id);
    this.redis.delete(leaseKey(id));
    this.redis.delete(claimKey(id));
  }

  async attach({ room: id, user, connectionId, after, limit }: AttachInput): Promise<ReadOutcome> {
    const room = this.#find(id);
    if (room === undefined) return { kind: "cold" };
    if (!mayRead(room, user)) return { kind: "refused", code: deniedIn(room) };
    room.expiresAtMs = undefined;
    if (!room.online.has(connectionId)) room.audience += 1;
    room.online.set(connectionId, { user, attachedAtMs: this.redis.now() });
    return this.#answer(id, room, { after, limit, connectionId });
  }

  async detach(rooms: readonly RoomId[], connectionId: string): Promise<void> {
    for (const room of rooms.map((id) => this.#find(id))) {
      if (room?.online.delete(connectionId)) room.audience += 1;
      if (room !== undefined) this.#rest(room);
    }
  }

  async read({ room: id, user, after, limit, connectionId }: ReadInput): Promise<ReadOutcome> {
    const room = this.#find(id);
    if (room === undefined) return { kind: "cold" };
    if (!mayRead(room, user)) return { kind: "refused", code: deniedIn(room) };
    return this.#answer(id, room, { after, limit, connectionId });
  }

  async readLast(input: { room: RoomId; user: UserId; count: number }): Promise<ReadOutcome> {
    const mark = this.#find(input.room)?.mark ?? 0;
    return this.read({ ...input, after: Math.max(0, mark - input.count), limit: input.count });
  }

  async signal(input: { room: RoomId; user: UserId; intervalMs: number }): Promise<SignalOutcome> {
    const room = this.#find(input.room);
    if (room === undefined) return { kind: "cold" };
    const me = room.members.get(input.user);
    if (me === undefined || !mayRead(room, input.user)) return { kind: "refused", code: deniedIn(room) };
    if (mayNotSpeak(room, me, this.redis.now())) return { kind: "refused", code: "forbidden" };
    const key = `${input.room} signal ${input.user}`;
    if (!this.redis.setNew(key, "1", input.intervalMs)) return { kind: "held" };
    return { kind: "passed", audience: this.#audience(room) };
  }

  async listeners(id: RoomId, restoredBeforeMs = 0): Promise<readonly Recipient[]> {
    const room = this.#find(id);
    if (room === undefined || this.redis.now() - room.restoredMs < restoredBeforeMs) return [];
    return this.#audience(room).recipients;
  }

  async stillListening(id: RoomId, connectionIds: readonly string[]): Promise<readonly string[]> {
    const room = this.#find(id);
    return room === undefined ? connectionIds : connectionIds.filter((each) => room.online.has(each));
  }

  async listNeglected(limit: number): Promise<NeglectedRoom[]> {
    const { server } = this.redis;
    const all = [...this.redis.rooms.keys()].flatMap((id) => {
      const room = this.#find(id);
      if (room === undefined) return [];
      const stalled = this.#isStalled(id, room);
      const unconfirmed = room.confirmed !== server;
      return stalled || unconfirmed ? [{ room: id, head: room.head, stalled, unconfirmed, server }] : [];
    });
    return all.toSorted((a, b) => Number(b.stalled) - Number(a.stalled)).slice(0, limit);
  }

  async confirm({ room: id, server }: NeglectedRoom): Promise<void> {
    const room = this.#find(id);
    if (room === undefined) return;
    const now = this.redis.now();
    if (room.server !== server) {
      room.server = server;
      room.sinceMs = now;
    } else if (now - room.sinceMs >= this.settings.confirmAfterMs) room.confirmed = server;
  }

  /** Whether a drainer may go on with what it committed; see `standing` in the Lua. */
  #standing({ room: id, lease, upTo, digest }: Committed): RenewOutcome["kind"] {
    const room = this.#find(id);
    const held = this.redis.get(leaseKey(id));
    if (room === undefined) {
      if (held === lease.token) this.redis.delete(leaseKey(id));
      const floor = Math.max(upTo, Number(this.redis.get(floorKey(id)) ?? 0));
      this.redis.set(floorKey(id), String(floor), floorMs);
      return "cold";
    }
    if (room.mark < upTo && !this.holds(room, upTo, digest)) return "diverged";
    return this.leads(room, held, lease, upTo) ? "held" : "lost";
  }

  protected holds(room: HotRoom, upTo: number, digest: string): boolean {
    return room.entries.find((entry) => entry.seq === upTo)?.digest === digest;
  }

  protected leads(room: HotRoom, held: string | undefined, lease: Lease, upTo: number): boolean {
    return held === undefined ? room.mark < upTo : held === lease.token;
  }

  #find(id: RoomId): HotRoom | undefined {
    const room = this.redis.rooms.get(id);
    if (room?.expiresAtMs === undefined || room.expiresAtMs > this.redis.now()) return room;
    this.redis.rooms.delete(id);
    return undefined;
  }

  #lease(id: RoomId, { token }: Lease): boolean {
    return (
      this.redis.setNew(leaseKey(id), token, this.settings.leaseMs) || this.redis.get(leaseKey(id)) === token
    );
  }

  #refuse(room: HotRoom, input: AppendInput): AppendOutcome | undefined {
    const { user, requires, guard } = input;
    const code = refusalOf(room, user, requires, this.redis.now());
    if (code !== undefined) return { kind: "refused", code };
    if (isContended(room, guard)) return { kind: "contended" };
    if (room.head - room.mark >= this.settings.pendingMax) return { kind: "refused", code: "unavailable" };
    const slowed =
      requires.be === "poster" && room.slowModeMs > 0 && room.members.get(user)?.role === "member";
    const key = `${input.room} slow ${user}`;
    if (slowed && !this.redis.setNew(key, "1", room.slowModeMs)) {
      return { kind: "refused", code: "rate_limited", retryAfterMs: Math.max(1, this.redis.ttl(key)) };
    }
    return undefined;
  }

  #push(room: HotRoom, entry: Omit<HotEntry, "seq" | "digest">): void {
    const { eventId, key, text, user, requires, effect, guard, origin, subject } = entry;
    room.head += 1;
    room.digest = digestOf(room.digest, eventId);
    const { head: seq, digest } = room;
    room.entries.push({ seq, digest, eventId, key, text, user, requires, effect, guard, origin, subject });
    room.seen.set(key, seq);
  }

  #warm(room: HotRoom): void {
    const { weightMs, afterMs } = this.#pace(room);
    const now = this.redis.now();
    room.heatMs = Math.floor(Math.min(Math.max(room.heatMs, now) + weightMs, now + 3 * afterMs));
  }

  #window(room: HotRoom): number {
    const { afterMs, windowMs } = this.#pace(room);
    return room.heatMs - this.redis.now() > afterMs ? windowMs : 0;
  }

  #pace(room: HotRoom) {
    const { eventWeightMs, busyAfterMs, windowPerListenerMs, windowMaxMs } = this.settings;
    const { postsPerSecondMax, windowLimitMs } = this.settings;
    const listening = room.online.size;
    const postingMs = Math.floor((listening * 1_000) / postsPerSecondMax);
    const times = Math.max(1, postingMs / eventWeightMs);
    const shortMs = Math.min(listening * windowPerListenerMs, windowMaxMs);
    return {
      weightMs: eventWeightMs * times,
      afterMs: busyAfterMs * times,
      windowMs: Math.max(shortMs, Math.min(postingMs, windowLimitMs)),
    };
  }

  #trim(room: HotRoom): void {
    const { eventsKept, keysKept } = this.settings;
    room.entries = room.entries.filter((entry) => entry.seq > room.mark - eventsKept);
    for (const [key, seq] of room.seen) if (seq <= room.mark - keysKept) room.seen.delete(key);
  }

  #rest(room: HotRoom): void {
    if (room.head === room.mark && room.online.size === 0) {
      room.expiresAtMs = this.redis.now() + this.settings.idleMs;
    }
  }

  #lowest(id: RoomId): number {
    return Math.max(this.#find(id)?.mark ?? 0, Number(this.redis.get(floorKey(id)) ?? 0));
  }

  #install(snapshot: RoomSnapshot, online: HotRoom["online"], audience = 0): HotRoom {
    const { kind, archived, slowModeMs, headSeq } = snapshot;
    const now = this.redis.now();
    const room: HotRoom = {
      head: headSeq,
      mark: headSeq,
      digest: digestOf(String(headSeq), snapshot.entries.at(-1)?.eventId ?? ""),
      kind,
      archived,
      slowModeMs,
      audience: audience + 1,
      epoch: `${this.redis.server} ${now} ${audience + 1}`,
      entries: snapshot.entries.map((entry) => Object.assign({ digest: "" }, entry)),
      members: new Map(snapshot.members.map(({ user, ...member }) => [user, { ...member, joinedSeq: 0 }])),
      seen: new Map([...snapshot.entries, ...snapshot.seen].map(({ key, seq }) => [key, seq])),
      online: new Map(online),
      expiresAtMs: undefined,
      heatMs: 0,
      sinceMs: now,
      restoredMs: this.#find(snapshot.room)?.restoredMs ?? Number.NEGATIVE_INFINITY,
      server: undefined,
      confirmed: undefined,
    };
    for (const { connectionId, user } of snapshot.listeners) {
      if (!room.online.has(connectionId)) room.online.set(connectionId, { user, attachedAtMs: now });
    }
    if (room.online.size - online.size > crowdAbove) room.restoredMs = now;
    this.redis.rooms.set(snapshot.room, room);
    this.redis.delete(claimKey(snapshot.room));
    return room;
  }

  protected judge(
    room: HotRoom,
    { key, guard, user, requires }: HotEntry,
    drop: readonly string[],
  ): DroppedEntry["reason"] | undefined {
    if (drop.includes(key)) return "unfit";
    if (room.seen.has(key)) return "repeated";
    if (isContended(room, guard)) return "contended";
    return requires === undefined ? undefined : refusalOf(room, user, requires, this.redis.now());
  }

  #audience(room: HotRoom): Audience {
    const recipients = [...room.online].map(([connectionId, { user }]) => ({ connectionId, user }));
    return { version: room.audience, recipients };
  }

  #batch(room: HotRoom): Batch {
    const { batchMax, batchBytesMax } = this.settings;
    const entries: LogEntry[] = [];
    let [bytes, digest] = [0, ""];
    for (const entry of room.entries) {
      if (entry.seq <= room.mark) continue;
      bytes += Buffer.byteLength(entry.text);
      if (entries.length === batchMax || (bytes > batchBytesMax && entries.length > 0)) break;
      entries.push(toLogEntry(entry));
      digest = entry.digest;
    }
    return { entries, digest, epoch: room.epoch, audience: this.#audience(room) };
  }

  #isStalled(id: RoomId, room: HotRoom): boolean {
    return room.head > room.mark && this.redis.get(leaseKey(id)) === undefined;
  }

  #answer(
    id: RoomId,
    room: HotRoom,
    { after, limit, connectionId }: Pick<ReadInput, "after" | "limit" | "connectionId">,
  ): ReadOutcome {
    const { mark, head } = room;
    const first = room.entries[0]?.seq ?? mark + 1;
    const held = after !== null && after + 1 >= first ? room.entries : [];
    const found = held.filter(({ seq }) => seq > (after ?? 0) && seq <= mark).slice(0, limit);
    const texts = found.map((entry) => renderEventText(entry.text, entry.seq));
    const listening = connectionId !== undefined && room.online.has(connectionId);
    const stalled = this.#isStalled(id, room);
    return { kind: "read", mark, head, first, texts, stalled, listening, epoch: room.epoch };
  }
}

function toLogEntry({ seq, eventId, text, key, user, origin }: HotEntry): LogEntry {
  return { seq, eventId, text, key, user, ...(origin !== undefined && { origin }) };
}

const digestBits = 48n;

/** FNV-1a over what came before and the event's id; 48 bits are plenty for one run. */
function digestOf(before: string, id: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const char of `${before} ${id}`) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(char.charCodeAt(0))) * 0x100000001b3n);
  }
  return (hash >> (64n - digestBits)).toString(36);
}
