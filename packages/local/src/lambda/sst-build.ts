/**
 * How SST bundles functions for the cloud, option by option: what runs here is what is deployed.
 *
 * `npm run infra:check` has SST's own bundler build every function and compares the bytes. They are the same
 * only with the esbuild that SST carries, which is why esbuild's version is pinned to it.
 *
 * Source: SST's Node.js runtime, `pkg/runtime/node/build.go`; the properties are those of `infra/functions.ts`.
 */
import { basename, extname } from "node:path";
import type { BuildOptions } from "esbuild";

/** For the CommonJS in a bundle. */
const banner = [
  "import { createRequire as topLevelCreateRequire } from 'module';",
  "const require = topLevelCreateRequire(import.meta.url);",
  'import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"',
  "const __filename = topLevelFileUrlToPath(import.meta.url)",
  'const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))',
  "",
].join("\n");

export interface SstBuild {
  readonly root: string;
  /** Of one function, relative to the root. */
  readonly source: string;
  /** Nothing is written there by itself; names in the source maps are relative to it. */
  readonly outDir: string;
  /** As a deployment does; `sst dev` leaves it, which is quicker. */
  readonly minify: boolean;
}

/** What a handler is loaded by; everything else in its directory is a chunk of it. */
export const entryFile = "bundle.mjs";

/**
 * Describes the build of one function, whose outputs the caller writes.
 *
 * What is imported by a call (`import()`) is a file of its own, loaded when it is asked for: a bundle in one file
 * would load, at every start, each module of Node's that any part of it names. `node:http` alone brings undici.
 */
export function describeSstBuild({ root, source, outDir, minify }: SstBuild): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: { [basename(entryFile, extname(entryFile))]: source },
    outdir: outDir,
    splitting: true,
    outExtension: { ".js": ".mjs" },
    // esbuild itself would remove the last good bundle when a save does not compile.
    write: false,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "esnext",
    mainFields: ["module", "main"],
    keepNames: true,
    minify,
    external: ["sharp", "pg-native"],
    banner: { js: banner },
    sourcemap: "linked",
    sourcesContent: false,
    // A bundle's sources are found wherever it is copied to.
    sourceRoot: `${outDir}/`,
    metafile: true,
    logLevel: "silent",
  };
}
