import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compileHints } from "./compile-hints.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "parley-hints-"));
  await writeFile(join(dir, "base.js"), 'import("./later.js");\nexport const said = () => "once";\n');
  await writeFile(join(dir, "later.js"), 'import "./later.css";\nexport const later = () => "twice";\n');
  await writeFile(join(dir, "later.css"), "p { color: red }");
});
afterAll(() => rm(dir, { recursive: true }));

it("a first file has the hint as its first line, above what Vite puts there; others have none", async () => {
  const built = await build({
    configFile: false,
    root: dir,
    logLevel: "silent",
    plugins: [compileHints()],
    build: {
      write: false,
      sourcemap: true,
      rolldownOptions: { input: { base: join(dir, "base.js") }, preserveEntrySignatures: "strict" },
    },
  });
  const outputs = [built].flat().flatMap((result) => ("output" in result ? result.output : []));
  const first = outputs.find(({ fileName }) => /base-[\w-]+\.js$/.test(fileName));
  const later = outputs.find(({ fileName }) => /later-[\w-]+\.js$/.test(fileName));
  const map = outputs.find(({ fileName }) => fileName === `${first?.fileName}.map`);
  if (first?.type !== "chunk" || later?.type !== "chunk" || map?.type !== "asset") throw new Error("missing");
  const [hint, vites = ""] = first.code.split("\n");
  expect(hint).toBe("//# allFunctionsCalledOnLoad");
  expect(vites).toContain("__vite__mapDeps");
  expect(later.code).not.toContain("allFunctionsCalledOnLoad");
  // A line for the hint and one for Vite's, then the first that comes from a source.
  const { mappings } = JSON.parse(String(map.source)) as { mappings: string };
  expect(mappings).toMatch(/^;;\w/);
});
