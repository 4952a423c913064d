import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** TypeScript's findings in `sst.config.ts` and `infra/`, against SST's real platform sources. */
export async function checkTypes(root: string): Promise<string[]> {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const child = spawn(process.execPath, [tsc, "-p", join(root, "infra")], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = Promise.withResolvers<number | null>();
  child.on("close", exit.resolve);
  const [out, code] = await Promise.all([text(child.stdout), exit.promise]);
  const lines = out.split("\n").filter(Boolean);
  return code === 0 || lines.length > 0 ? lines : [`tsc ended with ${code}.`];
}
