import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/**
 * Where what is expensive to make and the same for every checkout is kept: Redis' binaries, an
 * initialised Postgres. Root gets a place that the unprivileged `postgres` user can reach, which
 * root's home is not.
 */
export function cacheDirectory(): string {
  const chosen = process.env["PARLEY_CACHE_DIR"];
  if (chosen !== undefined && chosen !== "") return chosen;
  if (process.getuid?.() === 0) return "/var/cache/parley";
  const base = process.env["XDG_CACHE_HOME"];
  return join(base === undefined || base === "" ? join(homedir(), ".cache") : base, "parley");
}

/**
 * Makes a directory of the cache and answers its path. It is made beside its place and then renamed, so that one
 * broken off is never taken for a whole one. Several may be at it, of one process too: the first one's stays.
 *
 * @param make creates the directory that it is given, and fills it.
 */
export async function fillCache(name: string, make: (scratch: string) => Promise<void>): Promise<string> {
  const target = join(cacheDirectory(), name);
  const scratch = `${target}.${randomUUID()}`;
  await mkdir(dirname(target), { recursive: true });
  try {
    await make(scratch);
    await rename(scratch, target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return target;
}
