import type { Cloud } from "@parley/local/cloud";
import { Client } from "pg";

/** Lines of the lengths and kinds that conversations have. */
const lines = [
  "Morning.",
  "The migration went through overnight, **not a single complaint**.",
  "Then nothing stands between us and lunch.",
  "I looked at the numbers: commits are at `4 ms`, deliveries at `11 ms`. What is left is the network, and that we cannot make any shorter than it is.",
  "Reads well. One thing: say that nobody has to do anything.",
  "> Draft: https://parley.test/notes\n\nIs that still the newest?",
  "- the release notes\n- the pictures\n- a word to the others",
  "Done. Save me a seat.",
];

/**
 * Puts messages into a room's log as if they had been said, a minute apart and the last of them just now: far
 * more than could be sent in a test. Redis forgets everything, so that it begins anew from the durable log.
 */
export async function seedMessages(
  cloud: Pick<Cloud, "postgres" | "redis">,
  input: { readonly room: string; readonly users: readonly string[]; readonly count: number },
): Promise<void> {
  const client = new Client({ connectionString: cloud.postgres.url });
  await client.connect();
  try {
    await client.query(seedStatement, [input.room, input.users, input.count, lines]);
  } finally {
    await client.end();
  }
  await cloud.redis.empty();
}

/** $1 room, $2 users who take turns, $3 how many, $4 lines. */
const seedStatement = `
with moved as (
  update rooms set head_seq = head_seq + $3::integer, active_at = now() where id = $1
  returning head_seq - $3::integer as before
), said as (
  select before + n as seq,
         'msg_' || md5($1 || n) as id,
         ($2::text[])[1 + n / 3 % cardinality($2::text[])] as user_id,
         n || ' ' || ($4::text[])[1 + n % cardinality($4::text[])] as text,
         date_trunc('milliseconds', now()) - ($3::integer - n) * interval '1 minute' as at
  from moved, generate_series(1, $3::integer) n
), logged as (
  insert into events (room_id, seq, event_id, at, user_id, kind, body)
  select $1, seq, 'evt_' || md5($1 || seq), at, user_id, 'message.created',
    jsonb_build_object('message', jsonb_build_object(
      'id', id, 'seq', seq, 'room', $1::text, 'user', user_id, 'text', text, 'reactions', '[]'::jsonb,
      'mentions', '[]'::jsonb, 'createdAt', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
  from said
)
insert into messages (room_id, seq, id, user_id, text, mentions, created_at)
select $1, seq, id, user_id, text, '{}', at from said
`;
