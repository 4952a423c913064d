import { openDatabase } from "@parley/stores/postgres/database";
import { type MigrateOutcome, migrate } from "@parley/stores/postgres/migrate";
import { readConfig } from "../edge/config.ts";
import { wrapJob } from "../edge/wrap-job.ts";

const config = readConfig("migrate");

/** A schema change may rewrite a table, so it gets nearly all of the function's time. */
const statementTimeoutMs = 55_000;

/** Nobody waits for an answer but the deployment, and a database that sleeps takes its time to wake. */
const connectTimeoutMs = 20_000;

const database = openDatabase({
  url: config.DATABASE_URL,
  wsProxy: config.DATABASE_WS_PROXY,
  clientsMax: 1,
  statementTimeoutMs,
  connectTimeoutMs,
});

/** Brings the database up to the schema; invoked by every deployment before the new code takes traffic. */
export const handler = wrapJob<unknown, MigrateOutcome>("migrate", async (_, { logger }) => {
  const outcome = await migrate(database);
  logger.info("migrated", { applied: outcome.applied });
  return outcome;
});
