/** Whom Postgres runs as: it refuses to be root, so root starts it as the system's `postgres` user. */
import { lstat } from "node:fs/promises";
import { dirname } from "node:path";
import { runCommand } from "./run-command.ts";

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

const userName = "postgres";

/**
 * The user that Postgres must run as; undefined when it may run as the caller. Creates the `postgres`
 * user on a machine that has none, as Debian's own package does.
 */
export async function findPostgresUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const found = await readUser();
  if (found !== undefined) return found;
  await runCommand({ command: "useradd", args: ["--system", "--no-create-home", "--user-group", userName] });
  const created = await readUser();
  if (created === undefined) throw new Error(`The user ${userName} could not be created for Postgres.`);
  return created;
}

async function readUser(): Promise<SystemUser | undefined> {
  try {
    const uid = Number(await runCommand({ command: "id", args: ["-u", userName] }));
    const gid = Number(await runCommand({ command: "id", args: ["-g", userName] }));
    return { uid, gid };
  } catch {
    return undefined;
  }
}

/** Whether an unprivileged user can reach `path`: every directory above it lets others through. */
export async function isReachableByOthers(path: string): Promise<boolean> {
  const othersMayEnter = 0o001;
  for (let directory = dirname(path); ; directory = dirname(directory)) {
    const mode = await lstat(directory).then(
      (stats) => stats.mode,
      () => undefined,
    );
    if (mode !== undefined && (mode & othersMayEnter) === 0) return false;
    if (directory === dirname(directory)) return true;
  }
}
