import type { EndedSession, EndedSessions } from "@parley/chat/connection/ended-sessions";
import type { UserId } from "@parley/protocol";
import type { SqlRunner } from "./sql-runner.ts";

/** `EndedSessions` on Postgres, where triggers write them. */
export class PostgresEndedSessions implements EndedSessions {
  readonly #sql: SqlRunner;

  constructor(sql: SqlRunner) {
    this.#sql = sql;
  }

  async list(limit: number): Promise<readonly EndedSession[]> {
    const rows = await this.#sql.run<EndedRow>("ended_sessions_list", listStatement, [limit]);
    // What is noted of a whole user has the user's id.
    return rows.map(({ id, user }) => (id === user ? { id, user } : { id, user, sessionId: id }));
  }

  async forget(ids: readonly string[]): Promise<void> {
    await this.#sql.run("ended_sessions_forget", "delete from ended_sessions where id = any($1)", [ids]);
  }
}

interface EndedRow {
  readonly id: string;
  readonly user: UserId;
}

/** $1 how many */
const listStatement = `
select id, user_id as "user" from ended_sessions order by ended_at, id limit $1
`;
