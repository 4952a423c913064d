import { homedir } from "node:os";
import { join } from "node:path";

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
