import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** A session that was kept by a sign-in. */
interface KeptSession {
  readonly username: string;
  readonly token: string;
}

/** What is kept between runs: a session for each service, and which of them was signed in to last. */
export interface KeptSessions {
  readonly current?: string;
  readonly sessions: Readonly<Record<string, KeptSession>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const none: KeptSessions = { sessions: {} };

/** The directories of the XDG Base Directory Specification 0.8. */
function directory(env: Environment, name: string, otherwise: readonly string[]): string {
  const given = env[name];
  return join(given?.startsWith("/") ? given : join(env.HOME ?? homedir(), ...otherwise), "parley");
}

/** Where a service's unsent messages wait. */
export function outboxDirectory(env: Environment, url: string): string {
  return join(directory(env, "XDG_STATE_HOME", [".local", "state"]), encodeURIComponent(url));
}

function sessionsPath(env: Environment): string {
  return join(directory(env, "XDG_CONFIG_HOME", [".config"]), "sessions.json");
}

/** The kept sessions; none when there is no file, or one that something else wrote. */
export async function readSessions(env: Environment): Promise<KeptSessions> {
  try {
    const kept = JSON.parse(await readFile(sessionsPath(env), "utf8")) as Partial<KeptSessions> | null;
    return typeof kept?.sessions === "object" && kept.sessions !== null ? { ...none, ...kept } : none;
  } catch {
    return none;
  }
}

/** Keeps the sessions in a file that only its owner may read, whatever the mode of an earlier one. */
export async function writeSessions(env: Environment, kept: KeptSessions): Promise<void> {
  const path = sessionsPath(env);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${process.pid}.tmp`;
  await writeFile(aside, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flush: true });
  // The mode of writeFile counts for a new file only, and less the umask.
  await chmod(aside, 0o600);
  await rename(aside, path);
}
