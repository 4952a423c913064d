/** One build of functions: what esbuild is asked for, and what is made of its answer. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { BuildResult } from "esbuild";
import { describeSstBuild } from "./sst-build.ts";

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

/** What one build made. */
export interface Built<Name extends string> {
  readonly bundles: Bundles<Name>;
  /** Of each function, the files of ours that it was made of. */
  readonly inputs: ReadonlyMap<Name, ReadonlySet<string>>;
}

/** Splits a topology handler into its file, without extension, and the name of its export. */
export function splitHandler(handler: string): { readonly file: string; readonly exportName: string } {
  const dot = handler.lastIndexOf(".");
  return { file: handler.slice(0, dot), exportName: handler.slice(dot + 1) };
}

/** The options for esbuild; `minify` as a deployment does. */
export function describeBuild<Name extends string>(
  input: BundleInput<Name>,
  { minify }: { readonly minify: boolean },
) {
  const sources = Object.fromEntries(listNames(input).map((name) => [name, sourceOf(input.functions[name])]));
  return describeSstBuild({ root: input.root, outDir: input.outDir, sources, minify });
}

/**
 * Writes what was built.
 *
 * @throws {Error} when a function is not in it.
 */
export async function keepOutputs<Name extends string>(
  input: BundleInput<Name>,
  result: BuildResult,
): Promise<Built<Name>> {
  const built = { bundles: readBundles(input, result), inputs: readInputs(input, result) };
  await Promise.all((result.outputFiles ?? []).map(writeOutput));
  return built;
}

/** A file that is there is the same file: its directory's name has its content's hash. */
async function writeOutput(file: { readonly path: string; readonly contents: Uint8Array }): Promise<void> {
  await mkdir(dirname(file.path), { recursive: true });
  await writeFile(file.path, file.contents, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}

export function listNames<Name extends string>(input: BundleInput<Name>): readonly Name[] {
  return Object.keys(input.functions) as Name[];
}

const sourceOf = ({ handler }: HandlerFacts) => `${splitHandler(handler).file}.ts`;

function readBundles<Name extends string>(input: BundleInput<Name>, result: BuildResult): Bundles<Name> {
  const files: Partial<Record<Name, string>> = {};
  const outputs = Object.entries(result.metafile?.outputs ?? {});
  for (const name of listNames(input)) {
    const { exportName } = splitHandler(input.functions[name].handler);
    const source = sourceOf(input.functions[name]);
    const found = outputs.find(([, facts]) => facts.entryPoint === source);
    if (found === undefined) throw new Error(`esbuild made no bundle of ${source}.`);
    // Also what is left of a handler in the moment between an editor's truncating and its writing.
    if (!found[1].exports.includes(exportName)) throw new Error(`${source} does not export ${exportName}.`);
    files[name] = resolve(input.root, found[0]);
  }
  return files as Bundles<Name>;
}

function readInputs<Name extends string>(
  input: BundleInput<Name>,
  result: BuildResult,
): ReadonlyMap<Name, ReadonlySet<string>> {
  const outputs = Object.values(result.metafile?.outputs ?? {});
  return new Map(
    listNames(input).map((name) => {
      const source = sourceOf(input.functions[name]);
      const found = outputs.find(({ entryPoint }) => entryPoint === source);
      const own = Object.keys(found?.inputs ?? {}).filter((path) => !path.includes("node_modules"));
      return [name, new Set(own.map((path) => resolve(input.root, path)))];
    }),
  );
}
