import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describeApp } from "../../../../infra/app.ts";

interface Provider {
  readonly alias: string;
  readonly version: string;
}

/**
 * Unpacks SST's platform sources and the providers into `.sst`, unless the right ones are there.
 *
 * They come from the npm registry; no account is asked, and no package's install script is run.
 *
 * @throws {Error} with SST's words when it fails.
 */
export async function installPlatform(root: string): Promise<"installed" | "present"> {
  if (await isPresent(root)) return "present";
  const child = spawn(
    process.execPath,
    [join(root, "node_modules/sst/bin/sst.mjs"), "install", "--print-logs"],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        SST_SKIP_DEPENDENCY_CHECK: "1",
        SST_NO_BUN: "1",
        SST_TELEMETRY_DISABLED: "1",
        SST_STAGE: "ci",
        npm_config_ignore_scripts: "true",
      },
    },
  );
  const exit = Promise.withResolvers<number | null>();
  child.on("close", exit.resolve);
  const [out, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), exit.promise]);
  if (code !== 0) throw new Error(`sst install failed:\n${out}\n${complaint}`);
  return "installed";
}

async function isPresent(root: string): Promise<boolean> {
  try {
    const sst = JSON.parse(await readFile(join(root, "node_modules/sst/package.json"), "utf8")) as {
      version: string;
    };
    const unpacked = await readFile(join(root, ".sst/platform/version"), "utf8");
    const lock = JSON.parse(await readFile(join(root, ".sst/provider-lock.json"), "utf8")) as Provider[];
    const { providers } = describeApp("ci");
    const wanted = Object.entries(providers).map(
      ([alias, one]) => `${alias}@${typeof one === "string" ? one : one.version}`,
    );
    const locked = new Set(lock.map(({ alias, version }) => `${alias}@${version}`));
    return unpacked.trim() === sst.version && wanted.every((one) => locked.has(one));
  } catch {
    return false;
  }
}
