import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";

/** An entry of the package as the page's own build ships it: minified, and without notes for a further bundler. */
async function bundle(entry: string) {
  const bundled = await rolldown({
    input: fileURLToPath(new URL(entry, import.meta.url)),
    platform: "browser",
  });
  const { output } = await bundled.generate({ minify: true, comments: false, format: "es" });
  await bundled.close();
  const [{ code, moduleIds }] = output;
  return { bytes: gzipSync(code, { level: 9 }).length, inputs: moduleIds };
}

test("the bundle holds nothing but the SDK and the contract's modules without zod", async () => {
  const { inputs } = await bundle("index.ts");
  const foreign = inputs.filter((path) => !path.includes("packages/client/src/"));
  const protocol = ["error-facts", "fold", "version"].map((name) => `packages/protocol/src/${name}.ts`);
  expect(foreign.filter((path) => !protocol.some((own) => path.endsWith(own)))).toEqual([]);
  const others = /account|indexeddb|file-storage|\/testing\/|\/terminal\//;
  expect(inputs.filter((path) => others.test(path))).toEqual([]);
});

test("the bundle stays small, and what not everybody needs is beside it", async () => {
  const { bytes } = await bundle("index.ts");
  expect(bytes).toBeLessThanOrEqual(12_000);
  // With what is shared with the entry, which is there already.
  expect((await bundle("account.ts")).bytes).toBeLessThan(2_300);
  expect((await bundle("storage/indexeddb-storage.ts")).bytes).toBeLessThan(520);
});
