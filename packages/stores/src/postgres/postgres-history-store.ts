import { toTimestamp } from "@parley/chat/clock";
import type { Cursor, HistoryPageInput, HistoryStore } from "@parley/chat/history/history-store";
import type { Message, MessageId, Reaction, RoomId, UserId } from "@parley/protocol";
import { epochMs } from "./epoch-ms.ts";
import type { SqlRunner } from "./sql-runner.ts";

interface PageRow {
  readonly kind: string | null;
  readonly member: boolean;
  readonly head_seq: string;
  readonly messages: MessageJson[];
  readonly has_before: boolean;
  readonly has_after: boolean;
}

export interface MessageJson {
  readonly id: MessageId;
  readonly seq: number;
  readonly user_id: UserId;
  readonly text: string;
  readonly reply_to: MessageId | null;
  readonly mentions: UserId[];
  readonly created_at_ms: number;
  readonly edited_at_ms: number | null;
  readonly deleted_at_ms: number | null;
  readonly client_id: string | null;
  readonly reactions: Reaction[];
}

/** `HistoryStore` on Postgres: one statement per page, so that page and `asOfSeq` are of one moment. */
export class PostgresHistoryStore implements HistoryStore {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async listMessages({
    room,
    user,
    cursor,
    limit,
  }: HistoryPageInput): ReturnType<HistoryStore["listMessages"]> {
    const { from, below, above } = toBounds(cursor, limit);
    const [row] = await this.#sql.run<PageRow>("list_messages", pageStatement, [
      room,
      user,
      from,
      below,
      above,
    ]);
    if (row === undefined || !row.member) {
      return { kind: "refused", code: row?.kind === "public" ? "forbidden" : "not_found" };
    }
    return {
      kind: "page",
      messages: row.messages.map((message) => toMessage(room, message)),
      asOfSeq: Number(row.head_seq),
      hasBefore: row.has_before,
      hasAfter: row.has_after,
    };
  }
}

const seqMax = Number.MAX_SAFE_INTEGER;

/** A page is so many messages below `from` and so many from it on. */
function toBounds(cursor: Cursor, limit: number): { from: number; below: number; above: number } {
  switch (cursor.at) {
    case "latest":
      return { from: seqMax, below: limit, above: 0 };
    case "before":
      return { from: cursor.seq, below: limit, above: 0 };
    case "after":
      return { from: cursor.seq + 1, below: 0, above: limit };
    case "around":
      return { from: cursor.seq, below: Math.floor(limit / 2), above: Math.ceil(limit / 2) };
  }
}

export function toMessage(room: RoomId, json: MessageJson): Message {
  return {
    id: json.id,
    seq: json.seq,
    room,
    user: json.user_id,
    text: json.text,
    ...(json.reply_to !== null && { replyTo: json.reply_to }),
    reactions: json.reactions,
    mentions: json.mentions,
    createdAt: toTimestamp(json.created_at_ms),
    ...(json.edited_at_ms !== null && { editedAt: toTimestamp(json.edited_at_ms) }),
    ...(json.deleted_at_ms !== null && { deletedAt: toTimestamp(json.deleted_at_ms) }),
    ...(json.client_id !== null && { clientId: json.client_id }),
  };
}

/** A message as JSON, for a viewer; deleted ones show no reactions, and one's own the id that one's client gave. */
export const messageJson = (table: string, viewer: string) => `jsonb_build_object(
  'id', ${table}.id, 'seq', ${table}.seq, 'user_id', ${table}.user_id, 'text', ${table}.text,
  'reply_to', ${table}.reply_to, 'mentions', ${table}.mentions,
  'created_at_ms', ${epochMs(`${table}.created_at`)}, 'edited_at_ms', ${epochMs(`${table}.edited_at`)},
  'deleted_at_ms', ${epochMs(`${table}.deleted_at`)},
  'client_id', case when ${table}.user_id = ${viewer} then (
    select nullif(e.client_id, e.event_id) from events e where e.room_id = ${table}.room_id and e.seq = ${table}.seq
  ) end,
  'reactions', coalesce((
    select jsonb_agg(jsonb_build_object('emoji', g.emoji, 'count', g.count, 'mine', g.mine) order by g.first)
    from (
      select x.emoji, count(*) as count, bool_or(x.user_id = ${viewer}) as mine, min(x.seq) as first
      from reactions x
      where x.room_id = ${table}.room_id and x.message_id = ${table}.id and ${table}.deleted_at is null
      group by x.emoji
    ) g
  ), '[]'))`;

/** $1 room, $2 viewer, $3 from, $4 count below, $5 count from there on */
const pageStatement = `
with page as (
  (select * from messages where room_id = $1 and seq < $3 order by seq desc limit $4)
  union all
  (select * from messages where room_id = $1 and seq >= $3 order by seq limit $5)
), span as (
  select coalesce(min(seq), $3) as first, coalesce(max(seq), $3 - 1) as last from page
)
select r.kind, r.head_seq,
  exists (select from memberships m where m.room_id = r.id and m.user_id = $2) as member,
  coalesce((select jsonb_agg(${messageJson("p", "$2")} order by p.seq) from page p), '[]') as messages,
  exists (select from messages b, span where b.room_id = r.id and b.seq < span.first) as has_before,
  exists (select from messages a, span where a.room_id = r.id and a.seq > span.last) as has_after
from rooms r where r.id = $1
`;
