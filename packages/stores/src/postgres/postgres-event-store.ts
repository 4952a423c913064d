import { clientIdOf, keyOf, renderEventText } from "@parley/chat/message/event-draft";
import { subjectOf } from "@parley/chat/message/event-policy";
import type {
  CommitOutcome,
  EventStore,
  FindTargetInput,
  Standing as RoomStanding,
  Target,
} from "@parley/chat/message/event-store";
import type { LogEntry, RoomSnapshot, SnapshotEntry } from "@parley/chat/message/room-log";
import type { Event, RoomId, UserId } from "@parley/protocol";
import { standingStatement, writeCommit } from "./commit-statement.ts";
import { epochMs } from "./epoch-ms.ts";
import { clientIdOfRow, type EventRow, eventColumns, toEventText } from "./event-row.ts";
import { projectEvents } from "./project-events.ts";
import { isForeignKeyViolation, isUnfit, isUniqueViolation, type SqlRunner } from "./sql-runner.ts";

/** A batch that meets its own earlier commit shrinks to what is new; more rounds mean something else. */
const attemptsMax = 3;

interface Standing {
  readonly head_seq: string;
  readonly seq: string;
  readonly standing: string | null;
  readonly first_seq: string | null;
  readonly hooks: string[];
}

type Compared =
  | Extract<CommitOutcome, { kind: "conflict" | "absent" }>
  | { readonly kind: "same"; readonly absent: readonly LogEntry[]; readonly hooks: readonly string[] };

/** `EventStore` on Postgres. */
export class PostgresEventStore implements EventStore {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async commit(room: RoomId, entries: readonly LogEntry[]): Promise<CommitOutcome> {
    try {
      return await this.#commitWhole(room, entries);
    } catch (cause) {
      const [entry] = entries;
      if (!isUnfit(cause) || entry === undefined) throw cause;
      if (entries.length === 1) return { kind: "unfit", key: entry.key, cause };
    }
    // Which one it is, Postgres does not say: halves are committed until the one is alone.
    const half = Math.ceil(entries.length / 2);
    const first = await this.commit(room, entries.slice(0, half));
    return first.kind === "committed" ? this.commit(room, entries.slice(half)) : first;
  }

  async #commitWhole(room: RoomId, entries: readonly LogEntry[]): Promise<CommitOutcome> {
    let left = entries;
    let hooks: readonly string[] = [];
    for (let attempt = 0; attempt < attemptsMax && left.length > 0; attempt += 1) {
      const inserted = await this.#insert(room, left);
      if (inserted !== undefined) return committed(inserted);
      const found = await this.#compare(room, left);
      if (found.kind !== "same") return found;
      left = found.absent;
      hooks = found.hooks;
    }
    return left.length === 0 ? committed(hooks) : { kind: "conflict", repeats: [] };
  }

  async loadRoom(room: RoomId, entriesMax: number): Promise<Omit<RoomSnapshot, "listeners"> | undefined> {
    const [row] = await this.#sql.run<RoomRow>("load_room", loadRoomStatement, [room, entriesMax]);
    if (row === undefined) return undefined;
    const entries = row.entries.map((entry) => toSnapshotEntry(room, entry));
    return {
      room,
      kind: row.kind,
      archived: row.archived,
      slowModeMs: row.slow_mode_ms,
      // The log is the truth: a room's own count could only be behind it.
      headSeq: Math.max(Number(row.head_seq), entries.at(-1)?.seq ?? 0),
      members: row.members.map(({ user, role, muted_until_ms }) => ({
        user,
        role,
        mutedUntilMs: Number(muted_until_ms),
      })),
      entries,
      seen: [],
    };
  }

  async readAfter(room: RoomId, after: number, limit: number): Promise<string[]> {
    const rows = await this.#sql.run<EventRow>("events_after", eventsAfterStatement, [room, after, limit]);
    return rows.map((row) => toEventText(room, row));
  }

  async readHeads(rooms: readonly RoomId[]): Promise<ReadonlyMap<RoomId, number>> {
    const rows = await this.#sql.run<{ id: RoomId; head_seq: string }>("heads", headsStatement, [rooms]);
    return new Map(rows.map(({ id, head_seq }) => [id, Number(head_seq)]));
  }

  async findMembership(room: RoomId, user: UserId): Promise<RoomStanding | undefined> {
    const [row] = await this.#sql.run<StandingRow>("find_membership", membershipStatement, [room, user]);
    return row === undefined ? undefined : { kind: row.kind, role: row.role ?? undefined };
  }

  async findTarget({ room, user, message, emoji }: FindTargetInput): Promise<Target | undefined> {
    const [row] = await this.#sql.run<TargetRow>("find_target", targetStatement, [
      room,
      user,
      message,
      emoji ?? "",
    ]);
    if (row === undefined) return undefined;
    return {
      kind: row.kind,
      role: row.role ?? undefined,
      headSeq: Number(row.head_seq),
      message: row.author === null ? undefined : { user: row.author, deleted: row.deleted === true },
      reactionSeq: row.reaction_seq === null ? undefined : Number(row.reaction_seq),
    };
  }

  /** The room's hooks; undefined when the batch does not continue the log, or a seq or client id of it is taken. */
  async #insert(room: RoomId, entries: readonly LogEntry[]): Promise<readonly string[] | undefined> {
    const events = entries.map(({ text, seq }) => JSON.parse(renderEventText(text, seq)) as Event);
    const rows = entries.map((entry, at) => toRow(entry, events[at] as Event));
    const { name, text, values } = writeCommit({
      room,
      beforeSeq: (entries[0]?.seq ?? 1) - 1,
      headSeq: entries.at(-1)?.seq ?? 0,
      events: rows,
      projection: projectEvents(events),
    });
    try {
      const [row] = await this.#sql.run<{ hooks: string[] }>(name, text, values);
      return row?.hooks;
    } catch (error) {
      if (isUniqueViolation(error) || isForeignKeyViolation(error)) return undefined;
      throw error;
    }
  }

  /** Tells a repeated commit of the same events from a log that is not a continuation of this one. */
  async #compare(room: RoomId, entries: readonly LogEntry[]): Promise<Compared> {
    const asked = entries.map(({ seq, user, key, eventId }) => ({
      seq,
      user_id: user,
      client_id: clientIdOf({ user, key }) ?? eventId,
    }));
    const found = await this.#sql.run<Standing>("standing_events", standingStatement, [
      room,
      JSON.stringify(asked),
    ]);
    if (found.length === 0) return { kind: "absent" };
    const standing = new Map(found.map((row) => [Number(row.seq), row]));
    const repeats: { key: string; seq: number }[] = [];
    let foreign = false;
    const absent = entries.filter((entry) => {
      const row = standing.get(entry.seq);
      if (row?.standing === entry.eventId) return false;
      if (typeof row?.standing === "string") foreign = true;
      if (typeof row?.first_seq === "string") repeats.push({ key: entry.key, seq: Number(row.first_seq) });
      return true;
    });
    const endSeq = (absent[0]?.seq ?? (entries.at(-1)?.seq ?? 0) + 1) - 1;
    const further = Number(found[0]?.head_seq) !== endSeq;
    return foreign || further || repeats.length > 0
      ? { kind: "conflict", repeats }
      : { kind: "same", absent, hooks: found[0]?.hooks ?? [] };
  }
}

function committed(hooks: readonly string[]): CommitOutcome {
  return { kind: "committed", ...(hooks.length > 0 && { hooks }) };
}

/** What has no id of the client's goes by its own, so that no event at all can stand twice. */
function toRow(entry: LogEntry, event: Event) {
  const { room: _room, seq, at, user, kind, clientId, ...body } = event;
  const { eventId } = entry;
  return { seq, event_id: eventId, at, user_id: user, kind, client_id: clientId ?? eventId, body };
}

function toSnapshotEntry(room: RoomId, row: EventRow): SnapshotEntry {
  const user = row.user_id as UserId;
  const text = toEventText(room, row);
  const key = keyOf({ user, clientId: clientIdOfRow(row), eventId: row.event_id });
  const subject = subjectOf(JSON.parse(text) as Event, user);
  return { seq: Number(row.seq), eventId: row.event_id, text, key, user, subject };
}

interface RoomRow {
  readonly kind: RoomSnapshot["kind"];
  readonly archived: boolean;
  readonly slow_mode_ms: number;
  readonly head_seq: string;
  readonly members: { user: UserId; role: "owner" | "moderator" | "member"; muted_until_ms: number }[];
  readonly entries: EventRow[];
}

/** $1 room, $2 events at most: all of a room at one moment, in one statement. */
const loadRoomStatement = `
select r.kind, r.archived, r.slow_mode_ms, r.head_seq,
  coalesce((
    select jsonb_agg(jsonb_build_object('user', m.user_id, 'role', m.role,
      'muted_until_ms', coalesce(${epochMs("m.muted_until")}, 0)))
    from memberships m where m.room_id = r.id
  ), '[]') as members,
  coalesce((
    select jsonb_agg(to_jsonb(e) order by e.seq) from (
      select ${eventColumns} from events where room_id = r.id order by seq desc limit $2
    ) e
  ), '[]') as entries
from rooms r where r.id = $1
`;

/** $1 room, $2 after, $3 limit */
const eventsAfterStatement = `
select ${eventColumns}
from events where room_id = $1 and seq > $2 order by seq limit $3
`;

interface StandingRow {
  readonly kind: Target["kind"];
  readonly role: Target["role"] | null;
}

/** $1 room, $2 user */
const membershipStatement = `
select r.kind, m.role from rooms r
left join memberships m on m.room_id = r.id and m.user_id = $2
where r.id = $1
`;

const headsStatement = "select id, head_seq from rooms where id = any($1)";

interface TargetRow {
  readonly kind: Target["kind"];
  readonly role: Target["role"] | null;
  readonly head_seq: string;
  readonly author: UserId | null;
  readonly deleted: boolean | null;
  readonly reaction_seq: string | null;
}

/** $1 room, $2 user, $3 message, $4 emoji or '' */
const targetStatement = `
select r.kind, r.head_seq, m.role, t.user_id as author, t.deleted_at is not null as deleted, x.seq as reaction_seq
from rooms r
left join memberships m on m.room_id = r.id and m.user_id = $2
left join messages t on t.room_id = r.id and t.id = $3
left join reactions x on x.room_id = r.id and x.message_id = $3 and x.user_id = $2 and x.emoji = $4
where r.id = $1
`;
