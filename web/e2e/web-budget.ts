/**
 * Builds the client and weighs it against its budget: `node web/e2e/web-budget.ts`. Ends with 1 when a part
 * weighs more than it may.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { type BundleSizes, excessOf, sizesMax, weighBundle } from "./bundle-sizes.ts";

const outDir = await mkdtemp(join(tmpdir(), "parley-web-"));
try {
  await build({
    configFile: join(import.meta.dirname, "../vite.config.ts"),
    logLevel: "warn",
    build: { outDir, emptyOutDir: true, sourcemap: false, reportCompressedSize: false },
  });
  const sizes = await weighBundle(outDir);
  for (const part of Object.keys(sizesMax) as (keyof BundleSizes)[]) {
    const kilobytes = (sizes[part] / 1_000).toFixed(1).padStart(6);
    process.stdout.write(`${part.padEnd(10)} ${kilobytes} kB of ${sizesMax[part] / 1_000}\n`);
  }
  const excess = excessOf(sizes);
  for (const line of excess) process.stderr.write(`Too much: ${line}.\n`);
  if (excess.length > 0) process.exitCode = 1;
} finally {
  await rm(outDir, { recursive: true, force: true });
}
