/**
 * How SST bundles functions for the cloud, option by option: what runs here is what is deployed.
 *
 * `npm run infra:check` has SST's own bundler build every function and compares the bytes. They are the same
 * only with the esbuild that SST carries, which is why esbuild's version is pinned to it.
 *
 * Source: SST's Node.js runtime, `pkg/runtime/node/build.go`; the properties are those of `infra/functions.ts`.
 */
import { join } from "node:path";
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
  /** Of each name, its source relative to the root. */
  readonly sources: Readonly<Record<string, string>>;
  /** Gets a directory per name and content, as SST has one per function. */
  readonly outDir: string;
  /** As a deployment does; `sst dev` leaves it, which is quicker. */
  readonly minify: boolean;
}

/** Describes the build of functions, whose outputs the caller writes. */
export function describeSstBuild({ root, sources, outDir, minify }: SstBuild): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: { ...sources },
    outdir: outDir,
    entryNames: "[name]-[hash]/bundle",
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
    // A bundle's sources are found wherever it is copied to: each is in a directory of its own below this one.
    sourceRoot: join(outDir, "function/"),
    metafile: true,
    logLevel: "silent",
  };
}
