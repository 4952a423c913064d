import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { findSources } from "../testing/find-sources.ts";
import { describeGuards } from "./guards/describe-guards.ts";
import { guards } from "./guards/guards.ts";

const root = resolve(import.meta.dirname, "../../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const lines = [...read("docs/security.md").matchAll(/^- \*\*(SEC\d+)\*\*/gm)].map(([, line]) => line ?? "");

const tests = findSources(root, ["functions", "infra", "packages", "web"], /\.test\.tsx?$/);
const cited = new Set(
  tests.flatMap((path) => [...readFileSync(path, "utf8").matchAll(/\[(SEC\d+)\]/g)].map(([, line]) => line)),
);

describe("docs/security.md", () => {
  it("has a test for every line, and a line for every test that cites one", () => {
    expect(lines).toEqual(Array.from({ length: lines.length }, (_, at) => `SEC${at + 1}`));
    expect([...cited].toSorted()).toEqual(lines.toSorted());
  });

  it("stands beside the list of guards, as `npm run guards -- --write` writes it", () => {
    expect(read("docs/guards.md")).toBe(describeGuards(guards));
  });

  it("has a guard for every line", () => {
    expect([...new Set(guards.map(({ line }) => line))].toSorted()).toEqual(lines.toSorted());
  });

  it.each(guards)(
    "$line: the guard of $file stands there once, and so does the test that notices",
    (guard) => {
      expect(read(guard.file).split(guard.code)).toHaveLength(2);
      const [file, title] = guard.test;
      expect(read(file)).toContain(title);
    },
  );
});
