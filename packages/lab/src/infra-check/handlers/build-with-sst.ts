import { spawn, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { BuildRequest } from "../graph/graph.ts";

const worker = fileURLToPath(new URL("sst-bundler.worker.ts", import.meta.url));

/** Where a file of SST's making is, by the handler that is in it. */
export type SstBundles = Readonly<Record<string, string>>;

export interface SstBuildInput {
  readonly root: string;
  readonly builds: readonly BuildRequest[];
}

/**
 * Has SST's own bundler, which is inside its program, build functions as it would for a deployment, and shows
 * them to `look`. No account is asked: the project that it is given is one without a provider.
 *
 * @throws {Error} with SST's words when it does not.
 */
export async function buildWithSst<Result>(
  { root, builds }: SstBuildInput,
  look: (bundles: SstBundles) => Promise<Result>,
): Promise<Result> {
  const projectDir = await mkdtemp(join(tmpdir(), "parley-sst-"));
  try {
    await layOutProject(root, projectDir);
    const [command = "", ...args] = [...isolation(), process.execPath, worker];
    const child = spawn(command, args, { cwd: projectDir, stdio: ["pipe", "pipe", "pipe"] });
    child.stdin.end(JSON.stringify({ sst: join(root, "node_modules/sst/bin/sst.mjs"), builds }));
    const [out, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
    if (out === "") throw new Error(`SST's bundler did not answer:\n${complaint}`);
    return await look(JSON.parse(out) as SstBundles);
  } finally {
    await rm(projectDir, { recursive: true, force: true });
  }
}

/** The sources by their links, and a configuration that deploys nothing. */
async function layOutProject(root: string, projectDir: string): Promise<void> {
  const config =
    'export default $config({ app: () => ({ name: "parley", home: "local" }), async run() {} });';
  await mkdir(join(projectDir, ".sst"));
  await writeFile(join(projectDir, "sst.config.ts"), config);
  await writeFile(join(projectDir, ".sst/provider-lock.json"), "[]");
  await symlink(join(root, ".sst/platform"), join(projectDir, ".sst/platform"));
  for (const name of ["functions", "packages", "node_modules", "package.json"]) {
    await symlink(join(root, name), join(projectDir, name));
  }
}

/** SST listens on every address of the machine: where the system lets us, on a network that nobody else has. */
function isolation(): readonly string[] {
  const own = ["unshare", "--map-root-user", "--net", "--"];
  const [command = "", ...args] = [...own, "ip", "link", "set", "lo", "up"];
  return spawnSync(command, args).status === 0 ? own : [];
}
