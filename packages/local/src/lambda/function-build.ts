/** The build of one function: what esbuild is asked for, and what is made of its answer. */
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { BuildResult } from "esbuild";
import { describeSstBuild, entryFile } from "./sst-build.ts";

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
export interface Built {
  /** What loads the function; its chunks are beside it. */
  readonly file: string;
  /** The files of ours that it was made of. */
  readonly inputs: ReadonlySet<string>;
}

/** Splits a topology handler into its file, without extension, and the name of its export. */
export function splitHandler(handler: string): { readonly file: string; readonly exportName: string } {
  const dot = handler.lastIndexOf(".");
  return { file: handler.slice(0, dot), exportName: handler.slice(dot + 1) };
}

/** The options for esbuild; `minify` as a deployment does. */
export function describeBuild(
  { root, outDir }: Pick<BundleInput<string>, "root" | "outDir">,
  facts: HandlerFacts,
  { minify }: { readonly minify: boolean },
) {
  return describeSstBuild({ root, outDir: join(outDir, "function"), source: sourceOf(facts), minify });
}

/**
 * Writes what was built of one function, into a directory whose name has the hash of all of it.
 *
 * @throws {Error} when the function is not in it.
 */
export async function keepOutputs<Name extends string>(
  input: BundleInput<Name>,
  name: Name,
  result: BuildResult,
): Promise<Built> {
  requireExport(input.functions[name], result);
  const outputs = (result.outputFiles ?? []).map(({ path, contents }) => ({
    file: basename(path),
    contents,
  }));
  const dir = join(input.outDir, `${name}-${hashOf(outputs)}`);
  await mkdir(dir, { recursive: true });
  await Promise.all(outputs.map(({ file, contents }) => writeOutput(join(dir, file), contents)));
  return { file: join(dir, entryFile), inputs: readInputs(input.root, result) };
}

interface Output {
  readonly file: string;
  readonly contents: Uint8Array;
}

function hashOf(outputs: readonly Output[]): string {
  const hash = createHash("sha256");
  for (const { file, contents } of outputs.toSorted((one, other) => (one.file < other.file ? -1 : 1)))
    hash.update(`${file} ${contents.length}\n`).update(contents);
  return hash.digest("hex").slice(0, 16);
}

/** A file that is there is the same file: its directory's name has its content's hash. */
async function writeOutput(path: string, contents: Uint8Array): Promise<void> {
  await writeFile(path, contents, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}

export function listNames<Name extends string>(input: BundleInput<Name>): readonly Name[] {
  return Object.keys(input.functions) as Name[];
}

const sourceOf = ({ handler }: HandlerFacts) => `${splitHandler(handler).file}.ts`;

/** What is left of a handler in the moment between an editor's truncating and its writing has none. */
function requireExport(facts: HandlerFacts, result: BuildResult): void {
  const { exportName } = splitHandler(facts.handler);
  const source = sourceOf(facts);
  const found = Object.values(result.metafile?.outputs ?? {}).find(({ entryPoint }) => entryPoint === source);
  if (found === undefined) throw new Error(`esbuild made no bundle of ${source}.`);
  if (!found.exports.includes(exportName)) throw new Error(`${source} does not export ${exportName}.`);
}

function readInputs(root: string, result: BuildResult): ReadonlySet<string> {
  const own = Object.keys(result.metafile?.inputs ?? {}).filter((path) => !path.includes("node_modules"));
  return new Set(own.map((path) => resolve(root, path)));
}
