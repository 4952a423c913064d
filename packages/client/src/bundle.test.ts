import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";

/** Everything that the package's entry exports, as a browser would load it. */
async function bundle() {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL("index.ts", import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2024",
    metafile: true,
    write: false,
  });
  return { code: outputFiles[0]?.contents ?? new Uint8Array(), inputs: Object.keys(metafile.inputs) };
}

test("the bundle holds nothing but the SDK and the contract's modules without zod", async () => {
  const { inputs } = await bundle();
  const foreign = inputs.filter((path) => !path.includes("packages/client/src/"));
  const protocol = ["errors", "fold", "version"].map((name) => `packages/protocol/src/${name}.ts`);
  expect(foreign.filter((path) => !protocol.some((own) => path.endsWith(own)))).toEqual([]);
  expect(inputs.filter((path) => path.includes("file-storage") || path.includes("/testing/"))).toEqual([]);
});

test("the bundle stays small", async () => {
  const { code } = await bundle();
  // What it weighs, to be lowered with it: outbox 2.3 kB, window 2.3, connection 1.8, feed 1.5, account 0.9.
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(15_330);
});
