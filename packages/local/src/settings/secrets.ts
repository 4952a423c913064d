import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The secret that signs sessions, made once per data directory and readable by its owner alone, so that
 * a restart signs nobody out.
 */
export async function readAuthSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, "auth-secret");
  const known = await readFile(file, "utf8").catch(() => "");
  if (known.trim() !== "") return known.trim();
  const fresh = randomBytes(48).toString("base64url");
  await writeFile(file, `${fresh}\n`, { mode: 0o600 });
  return fresh;
}
