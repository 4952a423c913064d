/**
 * The hot rooms as they stand in Redis: what a room's scripts know of it, without touching it.
 *
 * The keys are `room:{ID}:PART`; what they hold is described where they are written, in the stores' room
 * scripts. Of hashes, one entry is a placeholder that keeps the key alive; an entry of the
 * log has its event's text as its first field's value.
 */
import { Redis } from "ioredis";

export interface RoomView {
  readonly room: string;
  readonly kind: string;
  /** The last seq that was given, and the last that is durable and delivered. */
  readonly head: number;
  readonly mark: number;
  readonly logLength: number;
  /** The last events of the log, newest first: those above `mark` are pending. */
  readonly events: readonly { readonly seq: number; readonly kind: string; readonly about: string }[];
  readonly members: number;
  readonly online: number;
  /** Of the drainer that has the room, if one has. */
  readonly leaseMs?: number;
}

export interface RoomReader {
  /** At most `roomsMax` rooms, those with something pending first. @throws {Error} when Redis is away. */
  read(): Promise<readonly RoomView[]>;
  stop(): void;
}

const roomsMax = 100;
const eventsMax = 10;
const eventCharsMax = 400;
const keysPerScan = 500;
/** A look is not worth more than that of a Redis with very many keys. */
const scansMax = 40;
const timeoutMs = 1_000;

/** Connects at the first look. */
export function createRoomReader(url: string): RoomReader {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
  });
  // The look that fails says it.
  redis.on("error", () => {});
  return {
    read: async () => {
      const ids = await listRooms(redis);
      const rooms = await Promise.all(ids.map((room) => readRoom(redis, room)));
      return rooms
        .filter((room) => room !== undefined)
        .toSorted((a, b) => b.head - b.mark - (a.head - a.mark) || b.online - a.online);
    },
    stop: () => redis.disconnect(),
  };
}

async function listRooms(redis: Redis): Promise<readonly string[]> {
  const ids = new Set<string>();
  let cursor = "0";
  for (let scan = 0; scan < scansMax && ids.size < roomsMax; scan += 1) {
    const [next, keys] = await redis.scan(cursor, "MATCH", "room:{*}:meta", "COUNT", keysPerScan);
    for (const key of keys) ids.add(key.slice(key.indexOf("{") + 1, key.indexOf("}")));
    cursor = next;
    if (cursor === "0") break;
  }
  return [...ids].slice(0, roomsMax);
}

async function readRoom(redis: Redis, room: string): Promise<RoomView | undefined> {
  const key = (part: string) => `room:{${room}}:${part}`;
  const [meta, logLength, entries, members, online, leaseMs] = await Promise.all([
    redis.hgetall(key("meta")),
    redis.xlen(key("log")),
    redis.xrevrange(key("log"), "+", "-", "COUNT", eventsMax),
    redis.hlen(key("members")),
    redis.hlen(key("online")),
    redis.pttl(key("lease")),
  ]);
  if (meta["head"] === undefined) return undefined;
  return {
    room,
    kind: meta["kind"] ?? "",
    head: Number(meta["head"]),
    mark: Number(meta["mark"] ?? 0),
    logLength,
    events: entries.map(([id, [, text = ""]]) => ({ seq: Number.parseInt(id, 10), ...describeEvent(text) })),
    members: Math.max(0, members - 1),
    online: Math.max(0, online - 1),
    ...(leaseMs > 0 ? { leaseMs } : {}),
  };
}

/** What an event says besides where and when; its own place in it, the seq, is not filled in yet. */
function describeEvent(text: string): { readonly kind: string; readonly about: string } {
  try {
    const event = JSON.parse(text.replaceAll(/("seq":)[^\d,]+/g, "$10")) as Record<string, unknown>;
    const { kind, room: _room, at: _at, seq: _seq, clientId: _clientId, message, ...rest } = event;
    const said = message as { readonly id?: string; readonly text?: string } | undefined;
    const about = { ...rest, ...(said !== undefined && { message: said.id, text: said.text }) };
    return { kind: String(kind), about: Object.values(about).join("  ").slice(0, eventCharsMax) };
  } catch {
    return { kind: "", about: text.slice(0, eventCharsMax) };
  }
}
