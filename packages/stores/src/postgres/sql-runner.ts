import { ChatError } from "@parley/chat/chat-error";
import type { Database } from "./database.ts";
import { withRetry } from "./outage.ts";

/** Runs one named (prepared) statement. All of them may be run twice: each is tried again after an outage. */
export interface SqlRunner {
  /**
   * @param name names the prepared statement: one name, one text.
   * @throws {ChatError} `unavailable` when Postgres is out of reach; Postgres's own error (`code`) otherwise.
   */
  run<Row>(name: string, text: string, values: readonly unknown[]): Promise<Row[]>;
}

/** A `SqlRunner` on the database's pool. */
export function createSqlRunner(database: Pick<Database, "withClient">): SqlRunner {
  return {
    run: <Row>(name: string, text: string, values: readonly unknown[]) =>
      withRetry(() =>
        database.withClient(async (client) => {
          const { rows } = await client.query({ name, text, values: [...values] });
          return rows as Row[];
        }),
      ),
  };
}

const uniqueViolation = "23505";
const foreignKeyViolation = "23503";

export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === uniqueViolation;
}

export function isForeignKeyViolation(error: unknown): boolean {
  return codeOf(error) === foreignKeyViolation;
}

/**
 * Runs a statement that adds to something which may go at the same moment.
 *
 * @throws {ChatError} `not_found` when what it refers to is gone.
 */
export async function addTo<Row>(run: Promise<Row[]>): Promise<Row[]> {
  try {
    return await run;
  } catch (error) {
    throw isForeignKeyViolation(error) ? new ChatError("not_found") : error;
  }
}

/**
 * SQLSTATEs that speak of the data in the statement (PostgreSQL, appendix A): data exceptions (22), a value
 * that a constraint forbids (23502, 23514), a row touched twice (21000), and limits of size (54).
 */
const unfitStates = /^(22...|23502|23514|21000|54...)$/;

export function isUnfit(error: unknown): boolean {
  return unfitStates.test(String(codeOf(error)));
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
