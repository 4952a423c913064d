import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

export type LintOutcome =
  | { readonly ran: true; readonly findings: readonly string[] }
  | { readonly ran: false };

/**
 * AWS's linter on a CloudFormation template. It is a Python program (`pipx install cfn-lint`) that neither
 * npm nor Debian carries, so a machine may be without it.
 */
export async function lintTemplate(template: string): Promise<LintOutcome> {
  const dir = await mkdtemp(join(tmpdir(), "parley-lint-"));
  try {
    const file = join(dir, "ops.template.json");
    await writeFile(file, template);
    const child = spawn("cfn-lint", ["--format", "parseable", "--", file], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const exit = Promise.withResolvers<number | null>();
    child.on("error", () => exit.resolve(null));
    child.on("close", exit.resolve);
    const [out, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), exit.promise]);
    if (code === null) return { ran: false };
    if (code === 0) return { ran: true, findings: [] };
    return {
      ran: true,
      findings: `${out}\n${complaint}`
        .split("\n")
        .filter(Boolean)
        .map((line) => line.replace(file, "ops")),
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
