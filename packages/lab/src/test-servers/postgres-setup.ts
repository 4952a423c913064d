import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNeonProxy } from "@parley/local/servers/neon-proxy";
import { startPostgres } from "@parley/local/servers/postgres";
import { openDatabase } from "@parley/stores/postgres/database";
import { migrate } from "@parley/stores/postgres/migrate";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    databaseUrl: string;
    databaseWsProxy: string;
  }
}

/** A migrated Postgres on loopback behind Neon's WebSocket protocol, for the run of the `pg` project. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "parley-postgres-"));
  // Started by root, Postgres runs as another user, who must be able to get at its directory.
  await chmod(dataDir, 0o755);
  const postgres = await startPostgres({
    dataDir: join(dataDir, "data"),
    durable: false,
    onLine: () => undefined,
  });
  const proxy = await startNeonProxy({ host: "127.0.0.1", port: postgres.port });
  const database = openDatabase({ url: postgres.url, wsProxy: proxy.address });
  await migrate(database);
  await database.end();
  project.provide("databaseUrl", postgres.url);
  project.provide("databaseWsProxy", proxy.address);
  return async () => {
    await proxy.stop();
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
