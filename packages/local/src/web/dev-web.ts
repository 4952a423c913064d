/** The page from its sources, with reload on save: Vite as a middleware of our own server. */
import type { RequestListener, Server } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export interface DevWeb {
  readonly listener: RequestListener;
  stop(): Promise<void>;
}

/** What is used of Vite, which is the page's dependency and not ours. */
interface Vite {
  createServer(options: object): Promise<{
    readonly middlewares: RequestListener;
    close(): Promise<void>;
  }>;
}

/** Starts Vite as a middleware of `servers`, which carry its reload socket as well. */
export async function startDevWeb(webDir: string, servers: readonly Server[]): Promise<DevWeb> {
  const entry = createRequire(join(webDir, "package.json")).resolve("vite");
  const vite: Vite = await import(pathToFileURL(entry).href);
  const dev = await vite.createServer({
    root: webDir,
    configFile: join(webDir, "vite.config.ts"),
    appType: "spa",
    logLevel: "warn",
    // The page's own settings proxy the API to a stack elsewhere; here it is on the same origin.
    server: { middlewareMode: true, ws: { server: joinUpgrades(servers) }, proxy: {} },
  });
  return { listener: dev.middlewares, stop: () => dev.close() };
}

/** Vite listens for upgrades on one server, and `localhost` has two. */
function joinUpgrades(servers: readonly Server[]): Server | undefined {
  const [first, ...others] = servers;
  for (const other of others) {
    other.on("upgrade", (request, socket, head) => first?.emit("upgrade", request, socket, head));
  }
  return first;
}
