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
select from bot_tokens where id = $1
`;
