/**
 * Debian packages, downloaded and unpacked into a private directory: no root, nothing installed.
 *
 * apt gets a state of its own (lists, archives), so that it works for an ordinary user and on a
 * machine whose package lists are empty, as they are in most container images.
 */
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "./run-command.ts";

/**
 * Downloads `packages` and unpacks them into `target`.
 *
 * @throws {Error} when apt is missing, there is no network, or a package does not exist.
 */
export async function unpackDebianPackages(packages: readonly string[], target: string): Promise<void> {
  const state = `${target}.apt`;
  const archives = join(state, "archives");
  await mkdir(join(state, "lists", "partial"), { recursive: true });
  await mkdir(join(archives, "partial"), { recursive: true });
  await mkdir(target, { recursive: true });
  const options = [
    `-oDir::State=${state}`,
    `-oDir::State::lists=${join(state, "lists")}`,
    "-oDir::State::status=/var/lib/dpkg/status",
    `-oDir::Cache=${state}`,
    `-oDir::Cache::archives=${archives}`,
    "-oAPT::Sandbox::User=",
    "-oAcquire::Retries=2",
    "-qq",
  ];
  try {
    await runCommand({ command: "apt-get", args: [...options, "update"] });
    await runCommand({ command: "apt-get", args: [...options, "download", ...packages], cwd: archives });
    for (const file of await readdir(archives)) {
      if (!file.endsWith(".deb")) continue;
      await runCommand({ command: "dpkg-deb", args: ["-x", join(archives, file), target] });
    }
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}
