/** Bundles functions as a deployment does, or finds them as the last start left them. */
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
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

interface AllBuilt<Name extends string> {
  readonly bundles: Bundles<Name>;
  readonly inputs: ReadonlyMap<Name, ReadonlySet<string>>;
}

/** esbuild takes seconds, and most starts find every source as the last one left it. */
async function buildOrReuse<Name extends string>(input: BundleInput<Name>): Promise<AllBuilt<Name>> {
  const { keepDir, outDir } = input;
  const names = listNames(input);
  const described = names.map(
    (name) => [name, describeBuild(input, input.functions[name], { minify: true })] as const,
  );
  const key = JSON.stringify([
    version,
    described.map(([name, options]) => [name, { ...options, outdir: undefined, sourceRoot: undefined }]),
  ]);
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
  const sources = new Set<string>();
  const built = new Map<Name, Built>();
  // One after another: each of them uses every core.
  for (const [name, options] of described) {
    const result = await build(options);
    built.set(name, await keepOutputs(input, name, result));
    for (const path of Object.keys(result.metafile?.inputs ?? {})) sources.add(resolve(input.root, path));
  }
  const bundles = Object.fromEntries([...built].map(([name, { file }]) => [name, file])) as Bundles<Name>;
  const inputs = new Map([...built].map(([name, one]) => [name, one.inputs]));
  if (keepDir !== undefined) {
    await keepBuild({
      keepDir,
      key,
      outDir,
      begunMs,
      sources: [...sources],
      bundles: Object.fromEntries(names.map((name) => [name, relative(outDir, bundles[name])])),
      inputs: Object.fromEntries(names.map((name) => [name, [...(inputs.get(name) ?? [])]])),
    });
  }
  return { bundles, inputs };
}

/** What a start of a bundle loads, in bytes: its file with all that is imported by statements, and not by calls. */
export async function weighStart(file: string): Promise<number> {
  const seen = new Set<string>();
  const weigh = async (path: string): Promise<number> => {
    if (seen.has(path)) return 0;
    seen.add(path);
    const code = await readFile(path, "utf8");
    let bytes = Buffer.byteLength(code);
    for (const [, chunk = ""] of code.matchAll(/(?:from|import)\s?"(\.\/[^"]+\.mjs)"/g))
      bytes += await weigh(join(dirname(path), chunk));
    return bytes;
  };
  return weigh(file);
}

/** Directory of the bundles of one cloud. */
export function bundleDirectory(dataDir: string): string {
  return join(dataDir, "bundles");
}
