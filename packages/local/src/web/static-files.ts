/** Serves a built page as its CDN does: hashed assets for ever, everything else asked for anew. */
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
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
const brotli = promisify(brotliCompress);
/** Of those that a request accepts, the first: CloudFront prefers Brotli. At quality 5, for it is made on the fly. */
const encodings = {
  br: (bytes: Buffer) => brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify(gzip),
} as const;
type Encoding = keyof typeof encodings;

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
  /** By path, entity tag and encoding; as many as the build has files, twice. */
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
    const encoding = chooseEncoding(request.headers["accept-encoding"] ?? "");
    if (encoding !== undefined) {
      const body = await compressOnce(files.compressed, {
        key: `${path} ${etag} ${encoding}`,
        file,
        encoding,
      });
      response.writeHead(200, { "content-encoding": encoding, "content-length": body.length });
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

function chooseEncoding(accepted: string): Encoding | undefined {
  const named = new Set(accepted.split(",").map((part) => part.trim().split(";", 1)[0]));
  return (Object.keys(encodings) as Encoding[]).find((encoding) => named.has(encoding));
}

function compressOnce(
  done: Files["compressed"],
  { key, file, encoding }: { readonly key: string; readonly file: string; readonly encoding: Encoding },
): Promise<Buffer> {
  const known = done.get(key);
  if (known !== undefined) return known;
  const compressing = readFile(file).then((bytes) => encodings[encoding](bytes));
  compressing.catch(() => done.delete(key));
  done.set(key, compressing);
  return compressing;
}
