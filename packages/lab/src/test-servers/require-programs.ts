import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Debian's browser: tests never use one that a package downloads. */
export const chromiumPath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

/** What the tests run that npm does not bring: the browser, and what the documents' commands use. */
const programs = [
  { path: chromiumPath, packages: ["chromium", "fonts-noto-color-emoji"] },
  { path: "curl", packages: ["curl"] },
  { path: "jq", packages: ["jq"] },
];

/** Installs what is missing where that is possible (Debian, as root); says how to get it where it is not. */
function requirePrograms(): void {
  const packages = programs.flatMap((program) => (isThere(program.path) ? [] : program.packages));
  if (packages.length === 0) return;
  const mayInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (!mayInstall) {
    console.error(
      "The tests drive a real browser and run the documents' commands. Install what is missing with\n" +
        `  sudo apt-get install ${packages.join(" ")}\n` +
        "A browser that is somewhere else is named in CHROMIUM_PATH.",
    );
    process.exit(1);
  }
  console.log(`Installing ${packages.join(", ")} for the tests …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["update", "-qq"], { stdio: ["ignore", "ignore", "inherit"], env });
  execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], {
    stdio: ["ignore", "ignore", "inherit"],
    env,
  });
}

function isThere(program: string): boolean {
  if (program.includes("/")) return existsSync(program);
  const directories = (process.env["PATH"] ?? "").split(delimiter);
  return directories.some((directory) => existsSync(join(directory, program)));
}

if (import.meta.main) requirePrograms();
