import type { MessageSearch, SearchInput } from "@parley/chat/search/message-search";
import type { Message, MessageId, RoomId, RoomKind, SearchHit, UserId } from "@parley/protocol";
import { type MessageJson, messageJson, toMessage } from "./postgres-history-store.ts";
import type { SqlRunner } from "./sql-runner.ts";

/** `MessageSearch` on Postgres full text. */
export class PostgresMessageSearch implements MessageSearch {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async search({ query, user, room, from, limit }: SearchInput): Promise<SearchHit[]> {
    const values = [query, user, room ?? null, from ?? null, limit];
    const rows = await this.#sql.run<HitRow>("search_messages", searchStatement, values);
    return rows.map(({ room_id: id, name, kind, message, headline }) => ({
      message: toMessage(id, message),
      room: { id, name, kind },
      ...toExcerpt(headline),
    }));
  }

  async find(input: { room: RoomId; user: UserId; message: MessageId }): Promise<Message | undefined> {
    const { room, user, message } = input;
    const [row] = await this.#sql.run<{ message: MessageJson }>("find_message", findStatement, [
      room,
      user,
      message,
    ]);
    return row && toMessage(room, row.message);
  }
}

interface HitRow {
  readonly room_id: RoomId;
  readonly name: string;
  readonly kind: RoomKind;
  readonly message: MessageJson;
  readonly headline: string;
}

/** Around what was found, within the headline: no text that people write holds these (they are stripped first). */
const open = "\u0002";
const close = "\u0003";

/** Splits a headline into plain text and where in it the words stand that were found. */
export function toExcerpt(headline: string): Pick<SearchHit, "excerpt" | "marks"> {
  const marks: { start: number; end: number }[] = [];
  let excerpt = "";
  for (const [index, part] of headline.split(open).entries()) {
    const [found, rest] = index === 0 ? [undefined, part] : part.split(close);
    if (found !== undefined) {
      marks.push({ start: excerpt.length, end: excerpt.length + found.length });
      excerpt += found;
    }
    excerpt += rest ?? "";
  }
  return { excerpt, marks };
}

/** A message of at most so many characters is its own excerpt; of a longer one the surroundings of what was found are. */
const excerptCharsMax = 160;

/** $1 query, $2 person, $3 room or null, $4 author or null, $5 limit */
const searchStatement = `
with asked as (select websearch_to_tsquery('simple', $1) as words),
found as (
  select t.* from memberships m
  join messages t on t.room_id = m.room_id
  cross join asked
  where m.user_id = $2 and ($3::text is null or m.room_id = $3) and ($4::text is null or t.user_id = $4)
    and t.deleted_at is null and to_tsvector('simple', t.text) @@ asked.words
  order by t.created_at desc, t.room_id, t.seq desc limit $5
)
select f.room_id, r.kind, ${messageJson("f", "$2")} as message,
  case when r.kind = 'direct' then coalesce((
    select rtrim(u.name || ' ' || u.last_name) from memberships o join users u on u.id = o.user_id
    where o.room_id = r.id and o.user_id <> $2 limit 1
  ), 'Deleted user') else r.name end as name,
  ts_headline('simple', translate(f.text, E'\\u0002\\u0003', ''), asked.words,
    E'StartSel=\\u0002, StopSel=\\u0003, ' || case when char_length(f.text) <= ${excerptCharsMax} then 'HighlightAll=true'
      else 'MaxFragments=2, MaxWords=24, MinWords=8, ShortWord=0, FragmentDelimiter=" … "' end) as headline
from found f join rooms r on r.id = f.room_id cross join asked
order by f.created_at desc, f.room_id, f.seq desc
`;

/** $1 room, $2 person, $3 message */
const findStatement = `
select ${messageJson("t", "$2")} as message from messages t
where t.room_id = $1 and t.id = $3
  and exists (select from memberships m where m.room_id = t.room_id and m.user_id = $2)
`;
