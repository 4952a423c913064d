/** Builds the page when its sources are newer than the last build. */
import { readdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runCommand } from "../servers/run-command.ts";

export interface WebBuild {
  readonly webDir: string;
  readonly note: (detail: string) => void;
}

/** Written when a build has ended well; its time is compared with the sources'. */
const stampFile = ".built";
const unwatched = new Set(["node_modules", "dist", "e2e", "test-results"]);
const ownScope = "@parley/";

/**
 * Makes `web/dist` current and answers its directory.
 *
 * @throws {Error} with the build's own words, when it fails.
 */
export async function buildWeb({ webDir, note }: WebBuild): Promise<string> {
  const dist = join(webDir, "dist");
  const builtMs = await stat(join(dist, stampFile)).then(
    (stats) => stats.mtimeMs,
    () => 0,
  );
  const changedMs = Math.max(...(await Promise.all((await listSources(webDir)).map(findNewest))));
  if (changedMs <= builtMs) return dist;
  note("building the page");
  const vite = createRequire(join(webDir, "package.json")).resolve("vite/package.json");
  const bin = join(dirname(vite), "bin", "vite.js");
  // Elsewhere, and then put in its place: who serves the page, or builds it too, never sees half of one.
  const scratch = join(webDir, "node_modules", `.page.${process.pid}`);
  const args = [bin, "build", "--logLevel", "warn", "--emptyOutDir", "--outDir", scratch];
  // Whoever builds it, a test runner too: in another environment React's development build would be in it.
  const env = { NODE_ENV: "production" };
  await runCommand({ command: process.execPath, args, cwd: webDir, env });
  await writeFile(join(scratch, stampFile), "");
  await replaceDirectory(dist, scratch);
  note("built");
  return dist;
}

/** Two who do so at once have built the same: the second finds the first one's and leaves it. */
async function replaceDirectory(target: string, fresh: string): Promise<void> {
  const last = `${fresh}.last`;
  await rename(target, last).catch(() => {});
  await rename(fresh, target).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    await rm(fresh, { recursive: true });
  });
  await rm(last, { recursive: true, force: true });
}

/** The page's directory and those of the workspaces that it uses, directly or through another. */
async function listSources(webDir: string): Promise<readonly string[]> {
  const found = new Set<string>();
  const visit = async (dir: string): Promise<void> => {
    if (found.has(dir)) return;
    found.add(dir);
    const facts: { dependencies?: Record<string, string> } = JSON.parse(
      await readFile(join(dir, "package.json"), "utf8"),
    );
    for (const name of Object.keys(facts.dependencies ?? {})) {
      if (name.startsWith(ownScope)) await visit(await findWorkspace(dir, name));
    }
  };
  await visit(webDir);
  return [...found];
}

/** Workspaces are links in the `node_modules` of a directory above. */
async function findWorkspace(from: string, name: string): Promise<string> {
  for (let dir = from; ; dir = dirname(dir)) {
    const path = await realpath(join(dir, "node_modules", name)).catch(() => undefined);
    if (path !== undefined) return path;
    if (dir === dirname(dir)) throw new Error(`${name} is not installed.`);
  }
}

/** The latest change below `dir`, in epoch milliseconds. */
async function findNewest(dir: string): Promise<number> {
  let newestMs = 0;
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    if (unwatched.has(entry.name)) continue;
    const path = join(dir, entry.name);
    const changedMs = entry.isDirectory() ? await findNewest(path) : (await stat(path)).mtimeMs;
    newestMs = Math.max(newestMs, changedMs);
  }
  return newestMs;
}
