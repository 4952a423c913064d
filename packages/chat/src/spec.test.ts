import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findSources } from "../../lab/src/testing/find-sources.ts";

const root = new URL("../../..", import.meta.url).pathname;
const specPath = join(root, "packages/chat/SPEC.md");
const rulePattern = /\*\*((?:MSG|THR|DRAIN|HIST|DEL|PRES|SES|MEM|REC|SIM|SCREEN|BOT|HOOK)\d+)\*\*/g;
const citationPattern = /["'`]\[((?:MSG|THR|DRAIN|HIST|DEL|PRES|SES|MEM|REC|SIM|SCREEN|BOT|HOOK)\d+)\]/g;

/** Of tests and of contract suites, wherever they are. */
const tests = findSources(root, ["packages", "functions"], /\.(test|contract)\.tsx?$/);

function collect(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, rule]) => rule ?? "");
}

const rules = collect(readFileSync(specPath, "utf8"), rulePattern);
const cited = new Set(tests.flatMap((path) => collect(readFileSync(path, "utf8"), citationPattern)));

describe("SPEC.md", () => {
  it("states each rule once", () => {
    expect(rules.length).toBeGreaterThan(80);
    expect(rules).toEqual([...new Set(rules)]);
  });

  it("has a test for every rule, and a rule for every test that cites one", () => {
    expect([...cited].toSorted()).toEqual(rules.toSorted());
  });
});
