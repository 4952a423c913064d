import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const folder = join(import.meta.dirname, "../.github/workflows");
const files = (await readdir(folder)).filter((file) => file.endsWith(".yml"));
const read = (file: string) => readFile(join(folder, file), "utf8");

/** The scripts of a workflow's `run:` steps, one-line or block. */
function scriptsOf(text: string): string[] {
  return [...text.matchAll(/^( *)(?:- )?run: (?:\|\n((?:\1 {2,}.*\n?)+)|(.+))$/gm)].map(
    ([, , block, line]) => block ?? line ?? "",
  );
}

describe("the workflows", () => {
  it("are those of the delivery: checks, deployment, analysis, dependencies", () => {
    expect(files).toEqual(
      expect.arrayContaining(["codeql.yml", "deploy.yml", "deploy-stage.yml", "dependency-review.yml"]),
    );
  });

  it.each(files)("[SEC23] %s pins every action by commit", async (file) => {
    const used = [...(await read(file)).matchAll(/uses: (\S+)/g)].map(([, action]) => action ?? "");
    const foreign = used.filter((action) => !action.startsWith("./"));
    expect(foreign.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
  });

  it.each(files)("[SEC23] %s begins with at most the permission to read", async (file) => {
    const text = await read(file);
    expect(text).toMatch(/^permissions:( \{\}|\n {2}contents: read\n(?! ))/m);
    expect(text).not.toMatch(/write-all|pull_request_target/);
  });

  it.each(files)("[SEC23] %s puts nothing that others write into a shell script", async (file) => {
    const scripts = scriptsOf(await read(file));
    expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
  });

  it("passes every setting of a deployment on", async () => {
    const settings = await readFile(join(import.meta.dirname, "settings.ts"), "utf8");
    const names = new Set(settings.match(/PARLEY_[A-Z_]+/g));
    const passed = await read("deploy-stage.yml");
    expect([...names].filter((name) => !passed.includes(`${name}: `))).toEqual([]);
  });

  it("explains every setting of a deployment", async () => {
    const settings = await readFile(join(import.meta.dirname, "settings.ts"), "utf8");
    const guide = await readFile(join(import.meta.dirname, "../docs/deploy.md"), "utf8");
    const names = new Set(settings.match(/PARLEY_[A-Z_]+/g));
    expect([...names].filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });
});
