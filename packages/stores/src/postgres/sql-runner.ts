/** Runs one named (prepared) statement. Neon's Pool satisfies it through `database.ts`. */
export interface SqlRunner {
  /**
   * @param name names the prepared statement: one name, one text.
   * @throws {ChatError} `unavailable` when Postgres is out of reach; Postgres's own error (`code`) otherwise.
   */
  run<Row>(name: string, text: string, values: readonly unknown[]): Promise<Row[]>;
}

const uniqueViolation = "23505";
const foreignKeyViolation = "23503";

export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === uniqueViolation;
}

export function isForeignKeyViolation(error: unknown): boolean {
  return codeOf(error) === foreignKeyViolation;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
