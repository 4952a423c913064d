import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const scope = "@parley";

/**
 * A copy of the checkout's sources, to be changed at will. Its packages see each other in the copy; everything
 * from outside is the checkout's own.
 */
export class ScratchCopy {
  readonly path: string;

  constructor(root: string) {
    this.path = mkdtempSync(join(tmpdir(), "parley-guards-"));
    const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: root,
      encoding: "utf8",
    });
    for (const file of listed.split("\0").filter((name) => name !== "")) {
      mkdirSync(dirname(join(this.path, file)), { recursive: true });
      cpSync(join(root, file), join(this.path, file));
    }
    linkModules(root, this.path);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

function linkModules(root: string, copy: string): void {
  const workspaces = readdirSync(join(root, "packages")).map((name) => `packages/${name}`);
  for (const folder of [".", "functions", "infra", "web", ...workspaces]) {
    const modules = join(root, folder, "node_modules");
    if (!existsSync(modules)) continue;
    const names = readdirSync(modules, { withFileTypes: true }).map(({ name }) => name);
    mkdirSync(join(copy, folder, "node_modules"), { recursive: true });
    for (const name of names.filter((one) => one !== scope)) {
      symlinkSync(join(modules, name), join(copy, folder, "node_modules", name));
    }
    if (names.includes(scope)) {
      cpSync(join(modules, scope), join(copy, folder, "node_modules", scope), {
        recursive: true,
        verbatimSymlinks: true,
      });
    }
  }
}
