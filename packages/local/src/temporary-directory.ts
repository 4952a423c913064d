import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A data directory that lasts as long as `cleanup`. */
export async function createTemporaryDirectory(cleanup: AsyncDisposableStack): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "parley-"));
  cleanup.defer(() => rm(dir, { recursive: true, force: true }));
  return dir;
}
