import type { MemberDirectory } from "@parley/chat/membership/find-mentions";
import type { ReadMarkStore } from "@parley/chat/membership/mark-read";
import type { RoomId, UserId } from "@parley/protocol";
import type { SqlRunner } from "./sql-runner.ts";

/** `ReadMarkStore` on Postgres: forward only, and never beyond the room's head. */
export class PostgresReadMarkStore implements ReadMarkStore {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async advance(input: {
    room: RoomId;
    user: UserId;
    seq: number;
  }): Promise<{ moved: boolean; seq: number } | undefined> {
    const [row] = await this.#sql.run<{ before: string; after: string | null }>(
      "advance_read_mark",
      advanceStatement,
      [input.room, input.user, input.seq],
    );
    if (row === undefined) return undefined;
    return { moved: row.after !== null, seq: Number(row.after ?? row.before) };
  }
}

/** $1 room, $2 user, $3 seq */
const advanceStatement = `
with mark as (
  select m.last_read_seq as before, least($3::bigint, r.head_seq) as wanted
  from memberships m join rooms r on r.id = m.room_id
  where m.room_id = $1 and m.user_id = $2
), moved as (
  update memberships set last_read_seq = mark.wanted from mark
  where room_id = $1 and user_id = $2 and last_read_seq < mark.wanted
  returning last_read_seq
)
select mark.before, (select last_read_seq from moved) as after from mark
`;

/** `MemberDirectory` on Postgres. */
export class PostgresMemberDirectory implements MemberDirectory {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async findMembers(room: RoomId, usernames: readonly string[]): Promise<UserId[]> {
    const rows = await this.#sql.run<{ id: UserId }>(
      "find_members",
      `select u.id from users u join memberships m on m.user_id = u.id
       where m.room_id = $1 and u.username = any($2)`,
      [room, usernames],
    );
    return rows.map((row) => row.id);
  }
}
