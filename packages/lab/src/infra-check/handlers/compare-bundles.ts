import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleFunctions } from "@parley/local/lambda/bundle";
import { functions } from "@parley/topology";
import { buildWithSst, type SstBuildInput } from "./build-with-sst.ts";

/**
 * Whether the local cloud runs what is deployed: each function bundled by it, and by SST's own bundler as the
 * graph asks for it.
 *
 * @returns the functions whose bundles differ in a byte, or that SST is not asked for.
 */
export async function compareBundles(input: SstBuildInput): Promise<string[]> {
  const dir = await mkdtemp(join(tmpdir(), "parley-bundles-"));
  try {
    const { bundles } = await bundleFunctions({ root: input.root, outDir: join(dir, "bundles"), functions });
    return await buildWithSst(input, async (theirs) => {
      const findings: string[] = [];
      for (const [name, { handler }] of Object.entries(functions)) {
        const ours = await readFile(bundles[name as keyof typeof functions]);
        const file = theirs[handler];
        if (file === undefined) findings.push(`SST is not asked to bundle ${name}.`);
        else if (!ours.equals(await readFile(file))) findings.push(`${name} is bundled otherwise by SST.`);
      }
      return findings;
    });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
