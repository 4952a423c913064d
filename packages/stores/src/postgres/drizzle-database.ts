import { drizzle, type NeonDatabase } from "drizzle-orm/neon-serverless";
import type { Database } from "./database.ts";
import * as schema from "./schema/index.ts";

export type ParleyDb = NeonDatabase<typeof schema>;

/** drizzle over the database's pool: for Better Auth, and apart from it, since most functions do without. */
export function openDrizzle({ pool }: Pick<Database, "pool">): ParleyDb {
  return drizzle(pool, { schema });
}
