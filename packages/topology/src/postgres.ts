/**
 * Postgres in the cloud: Neon, a branch per stage.
 *
 * Two roles. The owner has the tables and is used by `ownerFunctions` alone; the app reads and writes
 * rows but cannot change or drop a table, since it does not own it.
 */
import type { FunctionName } from "./functions.ts";

export const postgres = {
  version: 17,
  database: "parley",
  roles: { owner: "parley_owner", app: "parley_app" },
  ownerFunctions: ["migrate"] as readonly FunctionName[],
  /** Neon's compute units: it scales in between by itself and sleeps after five minutes without a query. */
  computeUnits: { min: 0.25, max: 2 },
} as const;
