import { build } from "esbuild";

/** What SST puts before a bundle, for the CommonJS in it. Source: SST's `pkg/runtime/node/build.go`. */
const banner = [
  'import { createRequire as topLevelCreateRequire } from "node:module";',
  'import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "node:url";',
  "const require = topLevelCreateRequire(import.meta.url);",
  "const __filename = topLevelFileUrlToPath(import.meta.url);",
  'const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url));',
].join("");

export interface HandlerBundle {
  readonly bytes: number;
  readonly exports: readonly string[];
}

/** Bundles one handler as SST does for the cloud, minified. @throws {Error} with esbuild's messages. */
export async function bundleHandler(root: string, entry: string, outfile: string): Promise<HandlerBundle> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`${entry}.ts`],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    minify: true,
    keepNames: true,
    metafile: true,
    logLevel: "silent",
    banner: { js: banner },
    external: ["sharp", "pg-native"],
  });
  const [output] = Object.values(metafile.outputs);
  return { bytes: output?.bytes ?? 0, exports: output?.exports ?? [] };
}
