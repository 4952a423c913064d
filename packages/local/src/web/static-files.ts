/** Serves a built page as its CDN does: hashed assets for ever, everything else asked for anew. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { RequestListener, ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { webCaching } from "@parley/topology";

const mediaTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** `assets/**` in the topology; Vite names what it builds there after its content. */
const hashedPrefix = `/${webCaching.hashed.files.replace("**", "")}`;

export interface StaticFilesOptions {
  readonly dir: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A path without a file and without an extension is the page's own route: it gets `index.html`. */
export function createStaticListener(options: StaticFilesOptions): RequestListener {
  return (request, response) => {
    for (const [name, value] of Object.entries(options.headers)) response.setHeader(name, value);
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
      return;
    }
    const path = readPath(request.url ?? "/");
    const file = path === undefined || path.endsWith("/") ? "/index.html" : path;
    send(options.dir, file, request.headers["if-none-match"], response, request.method === "HEAD").catch(
      () => {
        if (!response.headersSent) response.writeHead(500);
        response.end();
      },
    );
  };
}

/** The decoded path; undefined when it cannot be decoded or would lead out of the directory. */
function readPath(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.split("?", 1)[0] ?? "/");
    if (path.includes("\0") || path.includes("\\")) return undefined;
    return normalize(path).startsWith("/") ? normalize(path) : undefined;
  } catch {
    return undefined;
  }
}

async function send(
  dir: string,
  path: string,
  known: string | undefined,
  response: ServerResponse,
  headOnly: boolean,
): Promise<void> {
  const found = await stat(join(dir, path)).catch(() => undefined);
  if (found?.isFile() !== true) {
    if (path !== "/index.html" && extname(path) === "") {
      await send(dir, "/index.html", known, response, headOnly);
      return;
    }
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("Not found\n");
    return;
  }
  const etag = `"${found.size.toString(36)}-${Math.round(found.mtimeMs).toString(36)}"`;
  const caching = path.startsWith(hashedPrefix) ? webCaching.hashed : webCaching.other;
  response.setHeader("cache-control", caching.cacheControl);
  response.setHeader("etag", etag);
  if (known === etag) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, {
    "content-type": mediaTypes[extname(path)] ?? "application/octet-stream",
    "content-length": found.size,
  });
  if (headOnly) response.end();
  else
    createReadStream(join(dir, path))
      .on("error", () => response.destroy())
      .pipe(response);
}
