import { join, resolve } from "node:path";
import { buildWeb } from "@parley/local/web/build-web";

/** Builds the page once, ahead of the files that open it at the same time. */
export async function setup(): Promise<void> {
  const webDir = join(resolve(import.meta.dirname, "../../../.."), "web");
  await buildWeb({ webDir, note: () => undefined });
}
