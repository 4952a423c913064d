import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { describeGuards } from "./guards/describe-guards.ts";
import type { Guard } from "./guards/guard.ts";
import { guards } from "./guards/guards.ts";
import { ScratchCopy } from "./scratch-copy.ts";

/**
 * `npm run guards [-- --only SEC7]`: takes each guard out of a copy of the sources, one at a time, and runs the
 * test that is to notice. Fails when one does not, or when it fails with the guard in its place. With `--write` it
 * writes `docs/guards.md` instead.
 */
const { values } = parseArgs({ options: { only: { type: "string" }, write: { type: "boolean" } } });
const root = resolve(import.meta.dirname, "../../../..");
const chosen = guards.filter(({ line }) => values.only === undefined || line === values.only);

interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly message: string }[];
}

/** Runs one test in the copy; a report of no test at all is a mistake in the list. */
function runTest(copy: ScratchCopy, [file, title]: Guard["test"]): TestReport {
  const output = join(copy.path, "report.json");
  const pattern = title.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const args = ["run", file, "-t", pattern, "--reporter=json", `--outputFile=${output}`];
  spawnSync(join(root, "node_modules/.bin/vitest"), args, { cwd: copy.path, stdio: "ignore" });
  const report = JSON.parse(readFileSync(output, "utf8")) as TestReport;
  if (report.numPassedTests + report.numFailedTests === 0) {
    throw new Error(`${file} ran no test "${title}": ${report.testResults[0]?.message ?? ""}`);
  }
  return report;
}

function isNoticed(copy: ScratchCopy, guard: Guard): boolean {
  const path = join(copy.path, guard.file);
  const whole = readFileSync(path, "utf8");
  try {
    writeFileSync(
      path,
      whole.replace(guard.code, () => guard.without),
    );
    return runTest(copy, guard.test).numFailedTests > 0;
  } finally {
    writeFileSync(path, whole);
  }
}

function check(copy: ScratchCopy): number {
  let faults = 0;
  const standing = new Map<string, boolean>();
  for (const guard of chosen) {
    const [file, title] = guard.test;
    const key = `${file} ${title}`;
    if (!standing.has(key)) standing.set(key, runTest(copy, guard.test).numFailedTests === 0);
    const verdict =
      standing.get(key) === false
        ? "the test fails as it is"
        : isNoticed(copy, guard)
          ? "noticed"
          : "NOT NOTICED";
    if (verdict !== "noticed") faults += 1;
    console.log(`${guard.line}  ${guard.file}: ${verdict} (${file} "${title}")`);
  }
  return faults;
}

function checkInCopy(): number {
  const copy = new ScratchCopy(root);
  try {
    return check(copy);
  } finally {
    copy.remove();
  }
}

if (values.write) {
  writeFileSync(join(root, "docs/guards.md"), describeGuards(guards));
} else {
  const faults = checkInCopy();
  console.log(`${chosen.length} guards, ${faults} faults`);
  process.exitCode = faults === 0 ? 0 : 1;
}
