import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundleFunctions } from "@parley/local/lambda/bundle";
import { functions } from "@parley/topology";
import { buildWithSst, type SstBuildInput } from "./build-with-sst.ts";

/**
 * Whether the local cloud runs what is deployed: each function bundled by it, and by SST's own bundler as the
 * graph asks for it.
 *
 * A chunk's name has a hash of where its sources lie on this machine: that alone is not compared.
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
        const ours = await readCode(bundles[name as keyof typeof functions]);
        const file = theirs[handler];
        if (file === undefined) findings.push(`SST is not asked to bundle ${name}.`);
        else if (ours !== (await readCode(file))) findings.push(`${name} is bundled otherwise by SST.`);
      }
      return findings;
    });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** All of a bundle's code, by its files' names and without the hashes in them. */
async function readCode(file: string): Promise<string> {
  const dir = dirname(file);
  const names = (await readdir(dir)).filter((name) => name.endsWith(".mjs"));
  const parts = await Promise.all(
    names.map(async (name) => withoutHashes(`${name}\n${await readFile(join(dir, name), "utf8")}`)),
  );
  return parts.toSorted().join("\n");
}

const withoutHashes = (text: string) => text.replaceAll(/-[A-Z0-9]{8}(?=\.mjs)/g, "");
