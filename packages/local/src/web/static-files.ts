/** Serves a built page as its CDN does: hashed assets for ever, everything else asked for anew. */
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
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

/** What CloudFront compresses by itself: text, from 1,000 bytes on. */
const compressible = /^(?:text\/|application\/(?:json|manifest\+json)|image\/svg)/;
const compressedBytesMin = 1_000;
const compress = promisify(gzip);

/** A path without a file and without an extension is the page's own route: it gets `index.html`. */
export function createStaticListener(options: StaticFilesOptions): RequestListener {
  const compressed = new Map<string, Promise<Buffer>>();
  return (request, response) => {
    for (const [name, value] of Object.entries(options.headers)) response.setHeader(name, value);
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
      return;
    }
    const path = readPath(request.url ?? "/");
    const file = path === undefined || path.endsWith("/") ? "/index.html" : path;
    send({ dir: options.dir, compressed }, file, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
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

interface Files {
  readonly dir: string;
  /** By entity tag; as many as the build has files. */
  readonly compressed: Map<string, Promise<Buffer>>;
}

async function send(
  files: Files,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = join(files.dir, path);
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true) {
    if (path !== "/index.html" && extname(path) === "") {
      await send(files, "/index.html", request, response);
      return;
    }
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("Not found\n");
    return;
  }
  const etag = `"${found.size.toString(36)}-${Math.round(found.mtimeMs).toString(36)}"`;
  const caching = path.startsWith(hashedPrefix) ? webCaching.hashed : webCaching.other;
  response.setHeader("cache-control", caching.cacheControl);
  response.setHeader("etag", etag);
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304).end();
    return;
  }
  const mediaType = mediaTypes[extname(path)] ?? "application/octet-stream";
  response.setHeader("content-type", mediaType);
  if (compressible.test(mediaType) && found.size >= compressedBytesMin) {
    response.setHeader("vary", "accept-encoding");
    if (/\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
      const body = await compressOnce(files.compressed, `${path} ${etag}`, file);
      response.writeHead(200, { "content-encoding": "gzip", "content-length": body.length });
      response.end(request.method === "HEAD" ? undefined : body);
      return;
    }
  }
  response.writeHead(200, { "content-length": found.size });
  if (request.method === "HEAD") response.end();
  else
    createReadStream(file)
      .on("error", () => response.destroy())
      .pipe(response);
}

function compressOnce(done: Files["compressed"], key: string, file: string): Promise<Buffer> {
  const known = done.get(key);
  if (known !== undefined) return known;
  const compressing = readFile(file).then((bytes) => compress(bytes));
  compressing.catch(() => done.delete(key));
  done.set(key, compressing);
  return compressing;
}
