import type { EndedSession, EndedSessions } from "@parley/chat/connection/ended-sessions";
import type { SqlRunner } from "./sql-runner.ts";

/** `EndedSessions` on Postgres, where triggers write them. */
export class PostgresEndedSessions implements EndedSessions {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async list(limit: number): Promise<readonly EndedSession[]> {
    return this.#sql.run<EndedSession>("ended_sessions_list", listStatement, [limit]);
  }

  async forget(sessionIds: readonly string[]): Promise<void> {
    await this.#sql.run("ended_sessions_forget", "delete from ended_sessions where id = any($1)", [
      sessionIds,
    ]);
  }
}

/** $1 how many */
const listStatement = `
select id as "sessionId", user_id as "user" from ended_sessions order by ended_at, id limit $1
`;
