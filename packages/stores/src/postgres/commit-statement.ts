/** The room's outgoing webhooks that may be sent to: the batch is news for them. $1 room. */
const hooksOf = `array(
  select h.id from outgoing_webhooks h
  where h.room_id = $1 and h.disabled_at is null and (h.next_attempt_at is null or h.next_attempt_at <= now())
) as hooks`;

/**
 * The group commit: a batch of events with everything that follows from it, in one statement, so that it
 * stands whole or not at all and costs one round trip.
 *
 * Two fences. The batch must continue the room's log: the row of the room is locked, and nothing is written
 * unless `head_seq` is the seq before the batch's first. And the inserts into `events` carry no ON CONFLICT:
 * a seq or a client id that is taken fails the statement. Parameters: $1 room, $2 events, $3 created,
 * $4 changed, $5 reactions added, $6 reactions removed, $7 joined, $8 left (each a JSON array of rows),
 * $9 last activity, $10 room facts, $11 the seq before the first.
 */
export const commitStatement = `
with room as (
  select id from rooms where id = $1 and head_seq = $11::bigint for no key update
), written as (
  insert into events (room_id, seq, event_id, at, user_id, kind, client_id, body)
  select room.id, b.seq, b.event_id, b.at, b.user_id, b.kind, b.client_id, b.body
  from room, jsonb_to_recordset($2::jsonb)
    as b(seq bigint, event_id text, at timestamptz, user_id text, kind text, client_id text, body jsonb)
  order by b.seq
), created as (
  insert into messages (room_id, seq, id, user_id, text, reply_to, mentions, created_at, edited_at, deleted_at)
  select room.id, m.seq, m.id, m.user_id, m.text, m.reply_to, m.mentions, m.created_at, m.edited_at, m.deleted_at
  from room, jsonb_to_recordset($3::jsonb)
    as m(seq bigint, id text, user_id text, text text, reply_to text, mentions text[],
         created_at timestamptz, edited_at timestamptz, deleted_at timestamptz)
), changed as (
  update messages set
    text = c.text,
    mentions = c.mentions,
    edited_at = coalesce(c.edited_at, messages.edited_at),
    deleted_at = c.deleted_at
  from room, jsonb_to_recordset($4::jsonb)
    as c(id text, text text, mentions text[], edited_at timestamptz, deleted_at timestamptz)
  where messages.room_id = room.id and messages.id = c.id and messages.deleted_at is null
), added as (
  insert into reactions (room_id, message_id, emoji, user_id, seq)
  select room.id, r.message_id, r.emoji, r.user_id, r.seq
  from room, jsonb_to_recordset($5::jsonb) as r(message_id text, emoji text, user_id text, seq bigint)
  on conflict do nothing
), removed as (
  delete from reactions
  using room, jsonb_to_recordset($6::jsonb) as r(message_id text, emoji text, user_id text)
  where reactions.room_id = room.id and reactions.message_id = r.message_id
    and reactions.emoji = r.emoji and reactions.user_id = r.user_id
), joined as (
  insert into memberships (room_id, user_id, role, muted_until, joined_at, joined_seq, last_read_seq)
  select room.id, j.user_id, j.role, j.muted_until, j.at, j.seq, j.seq
  from room, jsonb_to_recordset($7::jsonb) as j(user_id text, role text, muted_until timestamptz, at timestamptz, seq bigint)
  where exists (select from users where users.id = j.user_id)
  on conflict (room_id, user_id) do update set role = excluded.role, muted_until = excluded.muted_until
), departed as (
  delete from memberships
  using room, jsonb_to_recordset($8::jsonb) as l(user_id text)
  where memberships.room_id = room.id and memberships.user_id = l.user_id
)
update rooms set
  head_seq = (select max(b.seq) from jsonb_to_recordset($2::jsonb) as b(seq bigint)),
  active_at = coalesce($9::timestamptz, rooms.active_at),
  name = coalesce($10::jsonb ->> 'name', rooms.name),
  topic = coalesce($10::jsonb ->> 'topic', rooms.topic),
  kind = coalesce($10::jsonb ->> 'kind', rooms.kind),
  slow_mode_ms = coalesce(($10::jsonb ->> 'slow_mode_ms')::integer, rooms.slow_mode_ms),
  archived = coalesce(($10::jsonb ->> 'archived')::boolean, rooms.archived)
from room where rooms.id = room.id
returning rooms.id, ${hooksOf}
`;

/** What stands already of a batch: by seq, and by client id under whatever seq. $2: JSON rows. No row: no room. */
export const standingStatement = `
select ${hooksOf}, r.head_seq, b.seq as seq, e.event_id as standing, d.seq as first_seq
from rooms r
cross join jsonb_to_recordset($2::jsonb) as b(seq bigint, user_id text, client_id text)
left join events e on e.room_id = $1 and e.seq = b.seq
left join events d on d.room_id = $1 and d.user_id = b.user_id and d.client_id = b.client_id
where r.id = $1
`;
