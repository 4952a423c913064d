import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Debian's browser: tests never use one that a package downloads. */
export const chromiumPath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

/** Installs Chromium where that is possible (Debian, as root); says how to get it where it is not. */
function requireChromium(): void {
  if (existsSync(chromiumPath)) return;
  const mayInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (!mayInstall) {
    console.error(
      "The tests drive a real browser and Chromium is missing. Install it with\n" +
        "  sudo apt-get install chromium fonts-noto-color-emoji\n" +
        "or name another in CHROMIUM_PATH.",
    );
    process.exit(1);
  }
  console.log("Installing Chromium for the browser tests …");
  const packages = ["chromium", "fonts-noto-color-emoji"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["update", "-qq"], { stdio: ["ignore", "ignore", "inherit"], env });
  execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], {
    stdio: ["ignore", "ignore", "inherit"],
    env,
  });
}

if (import.meta.main) requireChromium();
