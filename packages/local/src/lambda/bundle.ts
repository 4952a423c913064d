/**
 * Bundles functions as SST does for the cloud: one ESM file each, everything in it, `require` present
 * for the CommonJS that was bundled.
 *
 * Source of the banner and the main fields: SST's Node.js runtime, `pkg/runtime/node/build.go`.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { runtime } from "@parley/topology";
import {
  type BuildContext,
  type BuildOptions,
  type BuildResult,
  build,
  context,
  type Message,
  type OutputFile,
  version,
} from "esbuild";
import { keepBuild, readKeptBuild } from "./kept-build.ts";
import { watchSources } from "./watch-sources.ts";

const banner = [
  'import { createRequire as topLevelCreateRequire } from "node:module";',
  'import { fileURLToPath as topLevelFileUrlToPath } from "node:url";',
  'import { dirname as topLevelDirname } from "node:path";',
  "const require = topLevelCreateRequire(import.meta.url);",
  "const __filename = topLevelFileUrlToPath(import.meta.url);",
  "const __dirname = topLevelDirname(__filename);",
].join("");

export interface HandlerFacts {
  /** `file.export` relative to the root, without the extension. */
  readonly handler: string;
}

export interface BundleInput<Name extends string> {
  readonly root: string;
  readonly outDir: string;
  readonly functions: Readonly<Record<Name, HandlerFacts>>;
  /** Where the build is kept for the next who bundles the same; absent: nowhere. */
  readonly keepDir?: string | undefined;
}

/** Of each function, the file that holds it; a changed function is in a file of another name. */
export type Bundles<Name extends string> = Readonly<Record<Name, string>>;

export interface Bundler<Name extends string> {
  readonly bundles: Bundles<Name>;
  /** Bundles again whenever a source is saved; `changed` names the functions whose code is another. */
  watch(
    changed: (bundles: Bundles<Name>, names: readonly Name[]) => void,
    failed: (reason: string) => void,
  ): Promise<void>;
  stop(): Promise<void>;
}

/** Splits a topology handler into its file, without extension, and the name of its export. */
export function splitHandler(handler: string): { readonly file: string; readonly exportName: string } {
  const dot = handler.lastIndexOf(".");
  return { file: handler.slice(0, dot), exportName: handler.slice(dot + 1) };
}

/** An editor truncates a file before it writes it: what fails is told when no other build has followed. */
const settleMs = 300;

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
    watch: async (changed, failed) => {
      running.push(watchBundles(input, { changed, failed, bundles, inputs }));
    },
    stop: async () => {
      await Promise.all(running.map((watching) => watching.stop()));
    },
  };
}

interface Built<Name extends string> {
  readonly bundles: Bundles<Name>;
  readonly inputs: ReadonlyMap<Name, ReadonlySet<string>>;
}

/** esbuild takes seconds, and most starts find every source as the last one left it. */
async function buildOrReuse<Name extends string>(input: BundleInput<Name>): Promise<Built<Name>> {
  const { keepDir, outDir, root } = input;
  const names = listNames(input);
  const key = JSON.stringify([version, root, names.map((name) => input.functions[name].handler)]);
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
  const result = await build(describeBuild(input));
  await writeOutputs(result);
  const bundles = readBundles(input, result);
  const inputs = readInputs(input, result);
  if (keepDir !== undefined) {
    await keepBuild({
      keepDir,
      key,
      outDir,
      begunMs,
      sources: Object.keys(result.metafile?.inputs ?? {}).map((path) => resolve(root, path)),
      bundles: Object.fromEntries(names.map((name) => [name, basename(bundles[name])])),
      inputs: Object.fromEntries(names.map((name) => [name, [...(inputs.get(name) ?? [])]])),
    });
  }
  return { bundles, inputs };
}

interface Watching<Name extends string> {
  readonly changed: (bundles: Bundles<Name>, names: readonly Name[]) => void;
  readonly failed: (reason: string) => void;
  readonly bundles: Bundles<Name>;
  readonly inputs: ReadonlyMap<Name, ReadonlySet<string>>;
}

/**
 * Each function has a builder of its own, which knows what it has parsed: a save then costs the functions
 * that hold the file about half a second, and the others nothing. esbuild's own watch looks at files only
 * every other second.
 */
function watchBundles<Name extends string>(
  input: BundleInput<Name>,
  { changed, failed, ...known }: Watching<Name>,
): { stop(): Promise<void> } {
  let { bundles } = known;
  const inputs = new Map(known.inputs);
  const builders = new Map<Name, Promise<BuildContext>>();
  const telling = new Map<Name, NodeJS.Timeout>();
  const only = (name: Name): BundleInput<Name> => {
    const own = Object.fromEntries([[name, input.functions[name]]]);
    return { ...input, functions: own as Readonly<Record<Name, HandlerFacts>> };
  };
  const builderOf = (name: Name) => {
    const builder = builders.get(name) ?? context(describeBuild(only(name)));
    builders.set(name, builder);
    return builder;
  };
  const rebuild = async (name: Name): Promise<void> => {
    clearTimeout(telling.get(name));
    try {
      const result = await (await builderOf(name)).rebuild();
      await writeOutputs(result);
      const fresh = readBundles(only(name), result)[name] ?? bundles[name];
      inputs.set(name, readInputs(only(name), result).get(name) ?? new Set());
      watcher.follow([...inputs.values()]);
      if (fresh === bundles[name]) return;
      bundles = { ...bundles, [name]: fresh };
      changed(bundles, [name]);
    } catch (error) {
      const reason = describeFailedBuild(error);
      telling.set(name, setTimeout(() => failed(reason), settleMs).unref());
    }
  };
  const watcher = watchSources((paths) => {
    for (const [name, own] of inputs) {
      if (paths.some((path) => own.has(path))) void rebuild(name);
    }
  });
  watcher.follow([...inputs.values()]);
  const stopped = new AbortController();
  const prepared = prepareBuilders(listNames(input), builderOf, stopped.signal);
  return {
    stop: async () => {
      stopped.abort();
      watcher.stop();
      await prepared;
      const made = await Promise.allSettled(builders.values());
      await Promise.all(made.map((each) => each.status === "fulfilled" && each.value.dispose()));
    },
  };
}

/** One after another, so that the first save finds its builder warm and the machine is not taken meanwhile. */
async function prepareBuilders<Name extends string>(
  names: readonly Name[],
  builderOf: (name: Name) => Promise<BuildContext>,
  signal: AbortSignal,
): Promise<void> {
  for (const name of names) {
    if (signal.aborted) return;
    // What does not build says so when it is saved.
    await builderOf(name)
      .then((builder) => builder.rebuild())
      .catch(() => {});
  }
}

function describeFailedBuild(error: unknown): string {
  if (error instanceof Error && "errors" in error && Array.isArray(error.errors)) {
    return error.errors.map(describeError).join("; ");
  }
  return error instanceof Error ? error.message : String(error);
}

const describeError = ({ location, text }: Message) => `${location?.file ?? "esbuild"}: ${text}`;

function describeBuild<Name extends string>(input: BundleInput<Name>): BuildOptions {
  return {
    entryPoints: Object.fromEntries(
      listNames(input).map((name) => [name, `${splitHandler(input.functions[name].handler).file}.ts`]),
    ),
    absWorkingDir: input.root,
    outdir: input.outDir,
    entryNames: "[name]-[hash]",
    outExtension: { ".js": ".mjs" },
    // By ourselves: esbuild removes the last good bundle when a save does not compile.
    write: false,
    bundle: true,
    format: "esm",
    platform: "node",
    target: runtime.name.replace(/^nodejs(\d+)\.x$/, "node$1"),
    mainFields: ["module", "main"],
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
    banner: { js: banner },
    // Optional and native: pg asks for it in a try block.
    external: ["pg-native"],
    loader: { ".sql": "text" },
  };
}

function listNames<Name extends string>(input: BundleInput<Name>): readonly Name[] {
  return Object.keys(input.functions) as Name[];
}

/** A file that is there is the same file: its name has its content's hash. */
async function writeOutputs(result: BuildResult): Promise<void> {
  const files = result.outputFiles ?? [];
  await Promise.all(
    files.map((file) =>
      writeFile(file.path, file.path.endsWith(".map") ? locateSources(file) : file.contents, {
        flag: "wx",
      }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      }),
    ),
  );
}

/** A map's sources by their whole paths: it is read wherever its bundle is copied to. */
function locateSources({ path, text }: OutputFile): string {
  const map: { readonly sources: readonly string[] } = JSON.parse(text);
  return JSON.stringify({ ...map, sources: map.sources.map((source) => resolve(dirname(path), source)) });
}

function readBundles<Name extends string>(input: BundleInput<Name>, result: BuildResult): Bundles<Name> {
  const files: Partial<Record<Name, string>> = {};
  const outputs = Object.entries(result.metafile?.outputs ?? {});
  for (const name of listNames(input)) {
    const { file, exportName } = splitHandler(input.functions[name].handler);
    const source = `${file}.ts`;
    const found = outputs.find(([, facts]) => facts.entryPoint === source);
    if (found === undefined) throw new Error(`esbuild made no bundle of ${source}.`);
    // Also what is left of a handler in the moment between an editor's truncating and its writing.
    if (!found[1].exports.includes(exportName)) throw new Error(`${source} does not export ${exportName}.`);
    files[name] = resolve(input.root, found[0]);
  }
  return files as Bundles<Name>;
}

/** Of each function, the files of ours that its bundle was made of. */
function readInputs<Name extends string>(
  input: BundleInput<Name>,
  result: BuildResult,
): ReadonlyMap<Name, ReadonlySet<string>> {
  const outputs = Object.values(result.metafile?.outputs ?? {});
  return new Map(
    listNames(input).map((name) => {
      const source = `${splitHandler(input.functions[name].handler).file}.ts`;
      const found = outputs.find(({ entryPoint }) => entryPoint === source);
      const own = Object.keys(found?.inputs ?? {}).filter((path) => !path.includes("node_modules"));
      return [name, new Set(own.map((path) => resolve(input.root, path)))];
    }),
  );
}

/** Directory of the bundles of one cloud. */
export function bundleDirectory(dataDir: string): string {
  return join(dataDir, "bundles");
}
