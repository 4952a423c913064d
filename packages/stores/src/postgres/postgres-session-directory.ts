import type { SessionDirectory } from "@parley/chat/connection/session-gate";
import type { SqlRunner } from "./sql-runner.ts";

/** `SessionDirectory` on Postgres. */
export class PostgresSessionDirectory implements SessionDirectory {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async holds(sessionId: string): Promise<boolean> {
    return (await this.#sql.run("session_holds", holdsStatement, [sessionId])).length > 0;
  }
}

/** $1 session, or a bot's token */
const holdsStatement = `
select from sessions where id = $1 and expires_at > now()
union all
select from bot_tokens t
join users b on b.id = t.bot_id and b.banned_at is null and b.deleted_at is null
join users o on o.id = b.owner_id and o.banned_at is null and o.deleted_at is null
where t.id = $1
`;
