import type { Projection } from "./project-events.ts";

/** The room's outgoing webhooks that may be sent to: the batch is news for them. $1 room. */
const hooksOf = `array(
  select h.id from outgoing_webhooks h
  where h.room_id = $1 and h.disabled_at is null and (h.next_attempt_at is null or h.next_attempt_at <= now())
) as hooks`;

/** The lists of a projection, each written by a part of the statement. */
type PartName = Exclude<keyof Projection, "room">;

export interface CommitInput {
  readonly room: string;
  /** The seq before the batch's first, and that of its last. */
  readonly beforeSeq: number;
  readonly headSeq: number;
  readonly events: readonly object[];
  readonly projection: Projection;
}

/** A prepared statement with its values. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * The group commit: a batch of events with everything that follows from it, in one statement, so that it
 * stands whole or not at all and costs one round trip. It has the parts that the batch needs and no more: to
 * start the others for nothing took Postgres a third of the time, and a plan made for a small table may read a
 * whole room for the sake of a change that is none.
 *
 * Two fences. The batch must continue the room's log: the row of the room is locked, and nothing is written
 * unless `head_seq` is the seq before the batch's first. And the inserts into `events` carry no ON CONFLICT:
 * a seq or a client id that is taken fails the statement.
 */
export function writeCommit({ room, beforeSeq, headSeq, events, projection }: CommitInput): Statement {
  const { active_at: activeAt, facts } = projection.room;
  const values = [room, beforeSeq, headSeq, JSON.stringify(events), activeAt];
  const add = (json: object) => `$${values.push(JSON.stringify(json))}::jsonb`;
  let name = "commit_";
  let text = begin;
  // A digit for each part, there or not: all their names are longer than Postgres takes for a statement's.
  for (const part of partNames) {
    const isThere = projection[part].length > 0;
    name += Number(isThere);
    if (isThere) text += `, "${part}" as (${parts[part](add(projection[part]))})`;
  }
  name += Number(facts !== null);
  text += finish(facts === null ? "" : writeFacts(add(facts)));
  return { name, text, values };
}

const begin = `
with room as (
  select id from rooms where id = $1 and head_seq = $2::bigint for no key update
), written as (
  insert into events (room_id, seq, event_id, at, user_id, kind, client_id, body)
  select room.id, b.seq, b.event_id, b.at, b.user_id, b.kind, b.client_id, b.body
  from room, jsonb_to_recordset($4::jsonb)
    as b(seq bigint, event_id text, at timestamptz, user_id text, kind text, client_id text, body jsonb)
)`;

const parts: Readonly<Record<PartName, (list: string) => string>> = {
  created: (list) => `
  insert into messages (room_id, seq, id, user_id, text, reply_to, mentions, created_at, edited_at, deleted_at)
  select room.id, m.seq, m.id, m.user_id, m.text, m.reply_to, m.mentions, m.created_at, m.edited_at, m.deleted_at
  from room, jsonb_to_recordset(${list})
    as m(seq bigint, id text, user_id text, text text, reply_to text, mentions text[],
         created_at timestamptz, edited_at timestamptz, deleted_at timestamptz)`,
  changed: (list) => `
  update messages set
    text = c.text,
    mentions = c.mentions,
    edited_at = coalesce(c.edited_at, messages.edited_at),
    deleted_at = c.deleted_at
  from room, jsonb_to_recordset(${list})
    as c(id text, text text, mentions text[], edited_at timestamptz, deleted_at timestamptz)
  where messages.room_id = room.id and messages.id = c.id and messages.deleted_at is null`,
  reactionsAdded: (list) => `
  insert into reactions (room_id, message_id, emoji, user_id, seq)
  select room.id, r.message_id, r.emoji, r.user_id, r.seq
  from room, jsonb_to_recordset(${list}) as r(message_id text, emoji text, user_id text, seq bigint)
  on conflict do nothing`,
  reactionsRemoved: (list) => `
  delete from reactions
  using room, jsonb_to_recordset(${list}) as r(message_id text, emoji text, user_id text)
  where reactions.room_id = room.id and reactions.message_id = r.message_id
    and reactions.emoji = r.emoji and reactions.user_id = r.user_id`,
  joined: (list) => `
  insert into memberships (room_id, user_id, role, muted_until, joined_at, joined_seq, last_read_seq)
  select room.id, j.user_id, j.role, j.muted_until, j.at, j.seq, j.seq
  from room, jsonb_to_recordset(${list})
    as j(user_id text, role text, muted_until timestamptz, at timestamptz, seq bigint)
  where exists (select from users where users.id = j.user_id)
  on conflict (room_id, user_id) do update set role = excluded.role, muted_until = excluded.muted_until`,
  left: (list) => `
  delete from memberships
  using room, jsonb_to_recordset(${list}) as l(user_id text)
  where memberships.room_id = room.id and memberships.user_id = l.user_id`,
};

const partNames = Object.keys(parts) as PartName[];

const writeFacts = (facts: string) => `,
  name = ${facts} ->> 'name',
  topic = ${facts} ->> 'topic',
  kind = ${facts} ->> 'kind',
  slow_mode_ms = (${facts} ->> 'slow_mode_ms')::integer,
  archived = (${facts} ->> 'archived')::boolean`;

const finish = (changes: string) => `
update rooms set
  head_seq = $3::bigint,
  active_at = coalesce($5::timestamptz, rooms.active_at)${changes}
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
