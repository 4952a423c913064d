import { toTimestamp } from "@parley/chat/clock";
import type { Role, Room, RoomId, RoomKind } from "@parley/protocol";
import { epochMs } from "./epoch-ms.ts";
import { type MessageJson, messageJson, toMessage } from "./postgres-history-store.ts";

/** A row of `selectRooms`; numbers of 64 bits come as text. */
export interface RoomRow {
  readonly id: RoomId;
  readonly kind: RoomKind;
  readonly name: string;
  readonly topic: string;
  readonly slow_mode_ms: number;
  readonly archived: boolean;
  readonly head_seq: string;
  readonly created_at_ms: string;
  readonly role: Role | null;
  readonly last_read_seq: string | null;
  readonly member_count: string;
  readonly unread: string | null;
  readonly mentions: string | null;
  readonly last_message: MessageJson | null;
}

/** Unread messages are counted up to here: nobody reads more off a badge, and a room may have millions. */
export const unreadCountMax = 1_000;

/**
 * Selects rooms as person `$1` sees them, all at one moment. What is said in a room, and how much of it is
 * new, is for its members only. A direct room bears the name of the other one.
 *
 * @param from a subquery with the columns of `rooms`, ordered and limited already
 */
export const selectRooms = (from: string) => `
select r.id, r.kind, r.topic, r.slow_mode_ms, r.archived, r.head_seq,
  ${epochMs("r.created_at")} as created_at_ms,
  case when r.kind = 'direct' then coalesce(peer.name, 'Deleted user') else r.name end as name,
  m.role, m.last_read_seq,
  (select count(*) from memberships c where c.room_id = r.id) as member_count,
  fresh.unread, fresh.mentions, latest.message as last_message
from (${from}) r
left join memberships m on m.room_id = r.id and m.user_id = $1
left join lateral (
  select count(*) as unread, count(*) filter (where $1 = any(x.mentions)) as mentions
  from (
    select t.mentions from messages t
    where t.room_id = r.id and t.seq > m.last_read_seq and t.user_id <> $1 and t.deleted_at is null
    order by t.seq limit ${unreadCountMax}
  ) x
) fresh on m.user_id is not null
left join lateral (
  select ${messageJson("t", "$1")} as message from messages t
  where t.room_id = r.id and t.deleted_at is null order by t.seq desc limit 1
) latest on m.user_id is not null
left join lateral (
  select rtrim(u.name || ' ' || u.last_name) as name
  from memberships o join users u on u.id = o.user_id
  where o.room_id = r.id and o.user_id <> $1 limit 1
) peer on r.kind = 'direct'
order by r.active_at desc, r.id
`;

export function toRoom(row: RoomRow): Room {
  return {
    id: row.id,
    name: row.name,
    topic: row.topic,
    kind: row.kind,
    headSeq: Number(row.head_seq),
    lastReadSeq: Number(row.last_read_seq ?? 0),
    unread: Number(row.unread ?? 0),
    mentions: Number(row.mentions ?? 0),
    memberCount: Number(row.member_count),
    ...(row.last_message !== null && { lastMessage: toMessage(row.id, row.last_message) }),
    role: row.role,
    slowModeMs: row.slow_mode_ms,
    archived: row.archived,
    createdAt: toTimestamp(Number(row.created_at_ms)),
  };
}
