import { createHash } from "node:crypto";
import type { Database } from "./database.ts";
import { migrations } from "./migrations/index.ts";

export interface MigrateOutcome {
  /** Tags of the migrations that this run applied, in order; empty when the database was up to date. */
  readonly applied: readonly string[];
}

/** Any number that nothing else in the database locks by: "parley" in ASCII. */
const lockKey = 0x7061726c6579;
const breakpoint = "--> statement-breakpoint";

interface Row {
  tag: string;
  hash: string;
}

/**
 * Brings the database up to the schema, all pending migrations in one transaction: all or nothing. Safe to
 * run twice and at once; the second waits for the first and finds nothing to do.
 *
 * @throws {Error} naming a migration that was changed after it had been applied.
 * @throws {ChatError} `unavailable` when Postgres is out of reach.
 */
export async function migrate(
  database: Database,
  pending: readonly { readonly tag: string; readonly sql: string }[] = migrations,
): Promise<MigrateOutcome> {
  return database.withClient(async (client) => {
    await client.query("begin");
    try {
      await client.query("select pg_advisory_xact_lock($1)", [lockKey]);
      await client.query(
        "create table if not exists migrations (tag text primary key, hash text not null, applied_at timestamptz not null default now())",
      );
      const { rows } = await client.query<Row>("select tag, hash from migrations");
      const known = new Map(rows.map((row) => [row.tag, row.hash]));
      const applied: string[] = [];
      for (const { tag, sql } of pending) {
        const hash = createHash("sha256").update(sql).digest("hex");
        const before = known.get(tag);
        if (before !== undefined && before !== hash) throw new Error(changedAfterwards(tag));
        if (before !== undefined) continue;
        for (const statement of sql.split(breakpoint)) await client.query(statement);
        await client.query("insert into migrations (tag, hash) values ($1, $2)", [tag, hash]);
        applied.push(tag);
      }
      await client.query("commit");
      return { applied };
    } catch (error) {
      await client.query("rollback").catch(() => undefined);
      throw error;
    }
  });
}

function changedAfterwards(tag: string): string {
  return `The migration ${tag} was changed after this database had applied it. Begin with an empty database.`;
}
