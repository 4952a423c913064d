import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Guard } from "./guards/guard.ts";
import type { ScratchCopy } from "./scratch-copy.ts";

interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly message: string }[];
}

/**
 * Whether one test passes in a copy of the checkout at `root`.
 *
 * @throws {Error} when no test ran at all: a mistake in the list of guards.
 */
export async function passesInCopy(
  root: string,
  copy: ScratchCopy,
  [file, title]: Guard["test"],
): Promise<boolean> {
  const output = join(copy.path, "report.json");
  await rm(output, { force: true });
  const pattern = title.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const args = ["run", file, "-t", pattern, "--reporter=json", `--outputFile=${output}`];
  const run = spawn(join(root, "node_modules/.bin/vitest"), args, { cwd: copy.path, stdio: "ignore" });
  await once(run, "exit");
  const report = JSON.parse(await readFile(output, "utf8")) as TestReport;
  if (report.numPassedTests + report.numFailedTests === 0) {
    throw new Error(`${file} ran no test "${title}": ${report.testResults[0]?.message ?? ""}`);
  }
  return report.numFailedTests === 0;
}
