/**
 * Bundles `sst.config.ts` with SST's platform as SST does before it runs it.
 *
 * Source: SST's `pkg/js/js.go`: the shim is injected, the providers' namespaces stand before each of our
 * files, `$app`, `$cli` and `$dev` are constants.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import type * as Esbuild from "esbuild";
import type { SourceEdit } from "./graph.ts";

export interface BundleConfigInput {
  readonly root: string;
  /** `.sst/platform` of the repository. */
  readonly platform: string;
  /** What SST's components take for the project: relative paths are resolved here. */
  readonly projectDir: string;
  readonly outfile: string;
  readonly app: Readonly<Record<string, unknown>>;
  readonly live: boolean;
  readonly edits: readonly SourceEdit[];
}

const banner = [
  'import { createRequire as makeRequire } from "node:module";',
  "const require = makeRequire(import.meta.url);",
  "const __filename = new URL(import.meta.url).pathname;",
  'const __dirname = new URL(".", import.meta.url).pathname;',
].join("");

/** @throws {Error} when it does not compile, or an edit finds nothing to change. */
export async function bundleConfig(input: BundleConfigInput): Promise<void> {
  const { root, platform, projectDir, live, app } = input;
  const esbuild = createRequire(join(platform, "package.json"))("esbuild") as typeof Esbuild;
  const lock = JSON.parse(await readFile(join(platform, "..", "provider-lock.json"), "utf8")) as {
    alias: string;
    package: string;
  }[];
  const globals = [
    ...lock.map((entry) => `import * as ${entry.alias} from "${entry.package}";`),
    `import * as sst from "${platform}/src/components";`,
  ].join("");
  const paths = { home: projectDir, root: projectDir, work: join(projectDir, ".sst"), platform };
  await esbuild.build({
    stdin: {
      contents: [
        `import { run } from "${platform}/src/auto/run.ts";`,
        `import config from "${join(root, "sst.config.ts")}";`,
        "export const program = () => run(config.run);",
      ].join("\n"),
      resolveDir: root,
      sourcefile: "eval.ts",
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "esnext",
    outfile: input.outfile,
    mainFields: ["module", "main"],
    nodePaths: [join(platform, "node_modules")],
    logLevel: "error",
    banner: { js: banner },
    define: {
      $app: JSON.stringify(app),
      $dev: String(live),
      $cli: JSON.stringify({ command: "deploy", dev: live, paths, state: { version: {} } }),
    },
    inject: [join(platform, "src/shim/run.js")],
    external: [
      "@pulumi/*",
      "@pulumiverse/*",
      "@sst-provider/*",
      "@aws-sdk/*",
      "undici",
      "esbuild",
      "archiver",
      "glob",
      "vite",
    ],
    plugins: [ownSources({ root, platform, globals, edits: input.edits })],
  });
}

interface OwnSources {
  readonly root: string;
  readonly platform: string;
  readonly globals: string;
  readonly edits: readonly SourceEdit[];
}

function ownSources({ root, platform, globals, edits }: OwnSources): Esbuild.Plugin {
  return {
    name: "own-sources",
    setup(build) {
      const open = new Set(edits);
      build.onLoad({ filter: /\.(js|ts)$/ }, async ({ path }) => {
        if (path.startsWith(platform) || path.includes("/node_modules/")) return undefined;
        let source = await readFile(path, "utf8");
        for (const edit of edits) {
          if (relative(root, path) !== edit.file || !source.includes(edit.from)) continue;
          source = source.replace(edit.from, edit.to);
          open.delete(edit);
        }
        return { contents: `${globals}\n${source}`, loader: path.endsWith(".ts") ? "ts" : "js" };
      });
      build.onEnd(() => {
        const [edit] = open;
        if (edit !== undefined) throw new Error(`The edit of ${edit.file} finds nothing: ${edit.from}`);
      });
    },
  };
}
