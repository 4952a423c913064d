/** Finds a Redis (or Valkey) server: on the PATH, in the cache, or in Debian's packages. */
import { access, constants, readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { cacheDirectory, fillCache } from "./cache-directory.ts";
import { unpackDebianPackages } from "./debian-packages.ts";
import { runCommand } from "./run-command.ts";

export interface RedisBinary {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

/** In Debian `redis-server` is a link into `redis-tools`; the others are the libraries it is linked with. */
const packages = ["redis-server", "redis-tools", "libjemalloc2", "liblzf1", "libatomic1"] as const;

/** Libraries that even a slim image usually has; fetched one by one, only when the linker misses something. */
const librariesSeldomMissing = ["libssl3", "libssl3t64", "libsystemd0", "libstdc++6", "libgcc-s1"] as const;

const advice =
  "No Redis: set REDIS_URL, or install redis-server or valkey-server (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis).";

/**
 * The command of a Redis server, with the environment it needs.
 *
 * @throws {Error} with the ways to get one, when there is none and none can be downloaded.
 */
export async function findRedisBinary(note: (detail: string) => void): Promise<RedisBinary> {
  for (const name of ["redis-server", "valkey-server"]) {
    const command = await findOnPath(name);
    if (command !== undefined) return { command, env: {} };
  }
  const name = `redis-debian-${process.arch}`;
  const unpacked = join(cacheDirectory(), name);
  const cached = await openUnpacked(unpacked);
  if (cached !== undefined) return cached;
  note("downloading Debian's packages (once)");
  try {
    await fillCache(name, downloadRedis);
  } catch (error) {
    throw new Error(`${advice} Downloading Debian's packages failed: ${String(error)}`, { cause: error });
  }
  const fresh = await openUnpacked(unpacked);
  if (fresh === undefined) throw new Error(`${advice} Debian's packages did not bring one that runs.`);
  return fresh;
}

async function findOnPath(name: string): Promise<string | undefined> {
  for (const directory of (process.env["PATH"] ?? "").split(delimiter)) {
    if (directory === "") continue;
    const command = join(directory, name);
    if (await isExecutable(command)) return command;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function downloadRedis(target: string): Promise<void> {
  await unpackDebianPackages(packages, target);
  for (const library of librariesSeldomMissing) {
    if ((await openUnpacked(target)) !== undefined) break;
    await unpackDebianPackages([library], target).catch(() => {});
  }
}

/** The unpacked binary, when it is there and runs. */
async function openUnpacked(root: string): Promise<RedisBinary | undefined> {
  const command = join(root, "usr", "bin", "redis-server");
  const libraries: string[] = [];
  for (const base of [join(root, "usr", "lib"), join(root, "lib")]) {
    const entries = await readdir(base).catch(() => []);
    libraries.push(...entries.filter((entry) => entry.includes("linux-")).map((entry) => join(base, entry)));
  }
  const env = { LD_LIBRARY_PATH: libraries.join(delimiter) };
  const runs = await runCommand({ command, args: ["--version"], env }).then(
    () => true,
    () => false,
  );
  return runs ? { command, env } : undefined;
}
