/**
 * Bundles functions as SST does for the cloud: one ESM file each, everything in it, `require` present
 * for the CommonJS that was bundled.
 *
 * Source of the banner and the main fields: SST's Node.js runtime, `pkg/runtime/node/build.go`.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { runtime } from "@parley/topology";
import { type BuildContext, type BuildOptions, type BuildResult, context, type Message } from "esbuild";

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
  const listeners: ((result: BuildResult) => void)[] = [];
  const options = describeBuild(input, (result) => {
    for (const listener of listeners) listener(result);
  });
  const builder: BuildContext = await context(options);
  let bundles: Bundles<Name>;
  try {
    const result = await builder.rebuild();
    await writeOutputs(result);
    bundles = readBundles(input, result);
  } catch (error) {
    await builder.dispose();
    throw error;
  }
  return {
    bundles,
    watch: async (changed, failed) => {
      const take = async (result: BuildResult) => {
        if (result.errors.length > 0) throw new Error(result.errors.map(describeError).join("; "));
        await writeOutputs(result);
        const fresh = readBundles(input, result);
        const names = listNames(input).filter((name) => fresh[name] !== bundles[name]);
        bundles = fresh;
        if (names.length > 0) changed(fresh, names);
      };
      let telling: NodeJS.Timeout | undefined;
      listeners.push((result) => {
        clearTimeout(telling);
        take(result).catch((error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          telling = setTimeout(() => failed(reason), settleMs).unref();
        });
      });
      await builder.watch();
    },
    stop: () => builder.dispose(),
  };
}

const describeError = ({ location, text }: Message) => `${location?.file ?? "esbuild"}: ${text}`;

function describeBuild<Name extends string>(
  input: BundleInput<Name>,
  ended: (result: BuildResult) => void,
): BuildOptions {
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
    metafile: true,
    logLevel: "silent",
    banner: { js: banner },
    // Optional and native: pg asks for it in a try block.
    external: ["pg-native"],
    loader: { ".sql": "text" },
    plugins: [{ name: "ended", setup: (build) => build.onEnd(ended) }],
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
      writeFile(file.path, file.contents, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      }),
    ),
  );
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

/** Directory of the bundles of one cloud. */
export function bundleDirectory(dataDir: string): string {
  return join(dataDir, "bundles");
}
