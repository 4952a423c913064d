import { keyOf, renderEventText } from "@parley/chat/message/event-draft";
import type { CommitOutcome, EventStore, FindTargetInput, Target } from "@parley/chat/message/event-store";
import type { LogEntry, RoomSnapshot } from "@parley/chat/message/room-log";
import type { Event, RoomId, UserId } from "@parley/protocol";
import { commitStatement, standingStatement } from "./commit-statement.ts";
import { projectEvents } from "./project-events.ts";
import { type EventRow, eventColumns, toEventText } from "./event-row.ts";
import { isForeignKeyViolation, isUniqueViolation, type SqlRunner } from "./sql-runner.ts";

/** A batch that meets its own earlier commit shrinks to what is new; more rounds mean something else. */
const attemptsMax = 3;

interface Standing {
  readonly seq: string;
  readonly standing: string | null;
  readonly first_seq: string | null;
}

/** `EventStore` on Postgres. */
export class PostgresEventStore implements EventStore {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async commit(room: RoomId, entries: readonly LogEntry[]): Promise<CommitOutcome> {
    let left = entries;
    for (let attempt = 0; attempt < attemptsMax && left.length > 0; attempt += 1) {
      try {
        return await this.#insert(room, left);
      } catch (error) {
        if (isForeignKeyViolation(error)) return { kind: "absent" };
        if (!isUniqueViolation(error)) throw error;
        const found = await this.#compare(room, left);
        if (found.kind === "conflict") return found;
        left = found.absent;
      }
    }
    return left.length === 0 ? { kind: "committed" } : { kind: "conflict", repeats: [] };
  }

  async loadRoom(room: RoomId, entriesMax: number): Promise<Omit<RoomSnapshot, "listeners"> | undefined> {
    const [row] = await this.#sql.run<RoomRow>("load_room", loadRoomStatement, [room, entriesMax]);
    if (row === undefined) return undefined;
    const entries = row.entries.map((entry) => toLogEntry(room, entry));
    return {
      room,
      kind: row.kind,
      archived: row.archived,
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

  async #insert(room: RoomId, entries: readonly LogEntry[]): Promise<CommitOutcome> {
    const events = entries.map(({ text, seq }) => JSON.parse(renderEventText(text, seq)) as Event);
    const rows = entries.map((entry, at) => toRow(entry, events[at] as Event));
    const {
      created,
      changed,
      reactionsAdded,
      reactionsRemoved,
      joined,
      left,
      room: facts,
    } = projectEvents(events);
    const lists = [rows, created, changed, reactionsAdded, reactionsRemoved, joined, left];
    const values = [room, ...lists.map((list) => JSON.stringify(list)), facts.active_at, toJson(facts.facts)];
    const updated = await this.#sql.run("commit_events", commitStatement, values);
    return updated.length === 1 ? { kind: "committed" } : { kind: "absent" };
  }

  /** Tells a repeated commit of the same events from a log that is not a continuation of this one. */
  async #compare(
    room: RoomId,
    entries: readonly LogEntry[],
  ): Promise<Extract<CommitOutcome, { kind: "conflict" }> | { kind: "same"; absent: readonly LogEntry[] }> {
    const asked = entries.map(({ seq, user, key }) => ({
      seq,
      user_id: user,
      client_id: clientIdOf(user, key),
    }));
    const found = await this.#sql.run<Standing>("standing_events", standingStatement, [
      room,
      JSON.stringify(asked),
    ]);
    const standing = new Map(found.map((row) => [Number(row.seq), row]));
    const repeats: { key: string; seq: number }[] = [];
    let foreign = false;
    const absent = entries.filter((entry) => {
      const row = standing.get(entry.seq);
      if (row?.standing === entry.eventId) return false;
      if (row?.standing != null) foreign = true;
      if (row?.first_seq != null) repeats.push({ key: entry.key, seq: Number(row.first_seq) });
      return true;
    });
    return foreign || repeats.length > 0 ? { kind: "conflict", repeats } : { kind: "same", absent };
  }
}

function toJson(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function toRow(entry: LogEntry, event: Event) {
  const { room: _room, seq, at, user, kind, clientId, ...body } = event;
  return { seq, event_id: entry.eventId, at, user_id: user, kind, client_id: clientId ?? null, body };
}

/** The inverse of `keyOf`: a key of an event without client id holds no space. */
function clientIdOf(user: string, key: string): string | null {
  return key.startsWith(`${user} `) ? key.slice(user.length + 1) : null;
}

function toLogEntry(room: RoomId, row: EventRow): LogEntry {
  const user = row.user_id as UserId;
  const key = keyOf({ user, clientId: row.client_id ?? undefined, eventId: row.event_id });
  return { seq: Number(row.seq), eventId: row.event_id, text: toEventText(room, row), key, user };
}

interface RoomRow {
  readonly kind: RoomSnapshot["kind"];
  readonly archived: boolean;
  readonly head_seq: string;
  readonly members: { user: UserId; role: "owner" | "moderator" | "member"; muted_until_ms: number }[];
  readonly entries: EventRow[];
}

/** $1 room, $2 events at most: all of a room at one moment, in one statement. */
const loadRoomStatement = `
select r.kind, r.archived, r.head_seq,
  coalesce((
    select jsonb_agg(jsonb_build_object('user', m.user_id, 'role', m.role,
      'muted_until_ms', coalesce(floor(extract(epoch from m.muted_until) * 1000), 0)))
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
