import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { takeRunLock } from "./run-lock.ts";
import { choosePostgresDirectory } from "./servers/stores.ts";

/**
 * Removes all data of a data directory, Postgres' included where that lies elsewhere.
 *
 * @throws {Error} when a stack runs on it.
 */
export async function resetData(dataDir: string): Promise<void> {
  const lock = await takeRunLock(dataDir);
  try {
    const postgres = await choosePostgresDirectory(dataDir);
    if (!postgres.startsWith(dataDir)) await rm(dirname(postgres), { recursive: true, force: true });
  } finally {
    await lock.release();
  }
  await rm(dataDir, { recursive: true, force: true });
}
