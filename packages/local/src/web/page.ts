/** The page: built, from its sources, or a sentence that says why there is none. */
import { access } from "node:fs/promises";
import type { RequestListener, Server } from "node:http";
import { join } from "node:path";
import type { CloudOptions } from "../cloud-types.ts";
import type { Progress } from "../progress.ts";
import { buildWeb } from "./build-web.ts";
import { startDevWeb } from "./dev-web.ts";
import { createPlaceholder } from "./placeholder.ts";
import { createSecurityHeaders } from "./security-headers.ts";
import { createStaticListener } from "./static-files.ts";

export interface PageDeps {
  readonly progress: Progress;
  readonly cleanup: AsyncDisposableStack;
}

export interface PageOptions {
  readonly mode: NonNullable<CloudOptions["web"]>;
  readonly webDir: string;
  readonly websocketPort: number;
  /** Where clients really connect to, when something stands in front of us. */
  readonly websocketUrl: string | undefined;
  /** The servers that the page is served by, for Vite's reload socket. */
  readonly servers: readonly Server[];
}

/** @throws {Error} when the page does not build. */
export async function openPage(deps: PageDeps, options: PageOptions): Promise<RequestListener> {
  const { mode, webDir } = options;
  if (mode === false) return createPlaceholder("Parley runs without its page here; the API is under /api.");
  const hasPage = await access(join(webDir, "index.html")).then(
    () => true,
    () => false,
  );
  if (!hasPage) return createPlaceholder("There is no page yet: web/index.html is missing.");
  return deps.progress.step("Page", async (note) => {
    if (mode === "dev") {
      const dev = await startDevWeb(webDir, options.servers);
      deps.cleanup.defer(() => dev.stop());
      return dev.listener;
    }
    const dir = await buildWeb({ webDir, note });
    const own = ["localhost", "127.0.0.1"].map((host) => `ws://${host}:${options.websocketPort}`);
    const origins = options.websocketUrl === undefined ? own : [originOf(options.websocketUrl)];
    return createStaticListener({ dir, headers: createSecurityHeaders(origins) });
  });
}

/** `wss://host:port`; the `origin` of a URL that is not HTTP's is "null". */
function originOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
