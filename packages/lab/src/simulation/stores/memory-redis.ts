import type { AppendInput, SnapshotEntry } from "@parley/chat/message/room-log";
import type { Role, RoomId, RoomKind, UserId } from "@parley/protocol";

/** An entry of a hot log, with what is needed to judge it anew. */
export type HotEntry = Pick<AppendInput, "eventId" | "key" | "text" | "user"> &
  Pick<Partial<AppendInput>, "requires" | "effect" | "guard" | "origin"> & {
    readonly seq: number;
    readonly subject: SnapshotEntry["subject"];
    readonly digest: string;
  };

export interface HotRoom {
  head: number;
  mark: number;
  digest: string;
  kind: RoomKind;
  archived: boolean;
  slowModeMs: number;
  audience: number;
  /** Changes when the room is built anew. */
  epoch: string;
  /** Ascending and contiguous; the first is the oldest kept. */
  entries: HotEntry[];
  /** Who joined at a seq that is not durable yet may speak, and not read. */
  members: Map<UserId, { role: Role; mutedUntilMs: number; joinedSeq: number }>;
  seen: Map<string, number>;
  online: Map<string, { user: UserId; attachedAtMs: number }>;
  /** The room is let go then; undefined while somebody listens or something is pending. */
  expiresAtMs: number | undefined;
  /** The time until which the room has had its share of events; beyond that it is busy. */
  heatMs: number;
  sinceMs: number;
  /** When it was given a crowd of listeners back. */
  restoredMs: number;
  server: string | undefined;
  confirmed: string | undefined;
  /** Somebody was asked to drain the room and has not come yet. */
  askedAtMs?: number | undefined;
}

interface HotKey {
  readonly value: string;
  readonly expiresAtMs: number;
}

interface Memory {
  rooms: Map<RoomId, HotRoom>;
  keys: Map<string, HotKey>;
  /** Token buckets and presence leases: lists of times by name. */
  lists: Map<string, number[]>;
  leases: Map<string, Map<string, number>>;
}

const emptied = (): Memory => ({ rooms: new Map(), keys: new Map(), lists: new Map(), leases: new Map() });

/** What the simulation's hot stores share: a memory that can be lost, or fall back to an older state. */
export class MemoryRedis {
  readonly now: () => number;
  #memory = emptied();
  #starts = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  get rooms(): Map<RoomId, HotRoom> {
    return this.#memory.rooms;
  }

  get lists(): Map<string, number[]> {
    return this.#memory.lists;
  }

  get leases(): Map<string, Map<string, number>> {
    return this.#memory.leases;
  }

  /** Changes with every start and every failover. */
  get server(): string {
    return `server_${this.#starts}`;
  }

  /** Comes back empty. */
  flush(): void {
    this.#starts += 1;
    this.#memory = emptied();
  }

  /** What a replica that lags has, or a dump on disk. */
  capture(): unknown {
    return structuredClone(this.#memory);
  }

  /** Comes back as it was: a stale replica was promoted, or an old dump was loaded. */
  restore(captured: unknown): void {
    this.#starts += 1;
    this.#memory = structuredClone(captured) as Memory;
  }

  get(key: string): string | undefined {
    const found = this.#memory.keys.get(key);
    if (found === undefined) return undefined;
    if (found.expiresAtMs > this.now()) return found.value;
    this.#memory.keys.delete(key);
    return undefined;
  }

  /** Milliseconds that a key has left. */
  ttl(key: string): number {
    return this.get(key) === undefined ? 0 : (this.#memory.keys.get(key)?.expiresAtMs ?? 0) - this.now();
  }

  set(key: string, value: string, ttlMs: number): void {
    this.#memory.keys.set(key, { value, expiresAtMs: this.now() + ttlMs });
  }

  /** Sets a key that is not there; false when it is. */
  setNew(key: string, value: string, ttlMs: number): boolean {
    if (this.get(key) !== undefined) return false;
    this.set(key, value, ttlMs);
    return true;
  }

  delete(key: string): void {
    this.#memory.keys.delete(key);
  }
}
