/** Bundles functions as a deployment does, or finds them as the last start left them. */
import { mkdir, rm } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { build, version } from "esbuild";
import {
  type Built,
  type BundleInput,
  type Bundles,
  describeBuild,
  keepOutputs,
  listNames,
} from "./function-build.ts";
import { keepBuild, readKeptBuild } from "./kept-build.ts";
import { type BundleWatch, watchBundles } from "./watch-bundles.ts";

export interface Bundler<Name extends string> {
  readonly bundles: Bundles<Name>;
  /** Bundles again whenever a source is saved. */
  watch(watch: BundleWatch<Name>): void;
  stop(): Promise<void>;
}

/**
 * Bundles every function once.
 *
 * @throws {Error} with esbuild's messages when a source is missing or does not compile.
 */
export async function bundleFunctions<Name extends string>(input: BundleInput<Name>): Promise<Bundler<Name>> {
  await rm(input.outDir, { recursive: true, force: true });
  await mkdir(input.outDir, { recursive: true });
  const { bundles, inputs } = await buildOrReuse(input);
  const running: { stop(): Promise<void> }[] = [];
  return {
    bundles,
    watch: (watch) => {
      running.push(watchBundles(input, inputs, watch));
    },
    stop: async () => {
      await Promise.all(running.map((watching) => watching.stop()));
    },
  };
}

/** esbuild takes seconds, and most starts find every source as the last one left it. */
async function buildOrReuse<Name extends string>(input: BundleInput<Name>): Promise<Built<Name>> {
  const { keepDir, outDir, root } = input;
  const names = listNames(input);
  const options = describeBuild(input, { minify: true });
  const key = JSON.stringify([version, { ...options, outdir: undefined, sourceRoot: undefined }]);
  const kept = keepDir === undefined ? undefined : await readKeptBuild({ keepDir, key, outDir });
  if (kept !== undefined) {
    return {
      bundles: Object.fromEntries(
        names.map((name) => [name, join(outDir, kept.bundles[name] ?? "")]),
      ) as Bundles<Name>,
      inputs: new Map(names.map((name) => [name, new Set(kept.inputs[name])])),
    };
  }
  const begunMs = Date.now();
  const result = await build(options);
  const { bundles, inputs } = await keepOutputs(input, result);
  if (keepDir !== undefined) {
    await keepBuild({
      keepDir,
      key,
      outDir,
      begunMs,
      sources: Object.keys(result.metafile?.inputs ?? {}).map((path) => resolve(root, path)),
      bundles: Object.fromEntries(names.map((name) => [name, relative(outDir, bundles[name])])),
      inputs: Object.fromEntries(names.map((name) => [name, [...(inputs.get(name) ?? [])]])),
    });
  }
  return { bundles, inputs };
}

/** Directory of the bundles of one cloud. */
export function bundleDirectory(dataDir: string): string {
  return join(dataDir, "bundles");
}
