import { spawn } from "node:child_process";

export interface CommandSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly input?: string;
}

/** Runs a command to its end and answers its output. @throws {Error} with what it wrote, when it fails. */
export function runCommand(spec: CommandSpec): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(spec.command, spec.args, {
      stdio: ["pipe", "pipe", "pipe"],
      cwd: spec.cwd,
      env: { ...process.env, ...spec.env },
      ...spec.user,
    });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk) => (output += String(chunk)));
    child.stderr.on("data", (chunk) => (errors += String(chunk)));
    child.once("error", (error) => reject(new Error(`${spec.command} cannot be run: ${error.message}`)));
    child.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${spec.command} failed (${code}): ${(errors || output).trim().slice(-800)}`));
    });
    child.stdin.on("error", () => {});
    child.stdin.end(spec.input ?? "");
  });
}
