/** The console at `/_local`: what is connected, what ran, what was said about it, and what may go wrong. */
import { readFile } from "node:fs/promises";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ConnectionView, LogLine } from "../cloud-types.ts";
import { readBody } from "../http/http-api.ts";
import type { PoolCounts } from "../lambda/function-pool.ts";
import { formatTerminalLine } from "../log/terminal-line.ts";
import type { QueueDepth } from "../servers/queues.ts";
import { createSecurityHeaders } from "../web/security-headers.ts";
import { isAdmitted } from "./admit.ts";
import type { Faults } from "./faults.ts";
import type { FlightRecorder } from "./flight-recorder.ts";
import type { MailView } from "./read-mails.ts";
import type { RoomView } from "./read-rooms.ts";

export interface ConsoleDeps {
  readonly addresses: () => Readonly<Record<string, string>>;
  readonly connections: () => readonly ConnectionView[];
  readonly frames: () => { readonly framesIn: number; readonly framesOut: number };
  readonly functions: () => Readonly<Record<string, PoolCounts>>;
  readonly logs: () => readonly LogLine[];
  readonly rooms: () => Promise<readonly RoomView[]>;
  readonly queues: () => Promise<readonly QueueDepth[]>;
  readonly mails: () => Promise<readonly MailView[]>;
  readonly recorder: Pick<FlightRecorder, "read">;
  readonly faults: Faults;
  /** In Prometheus' text format. */
  readonly metrics: () => string;
}

const basePath = "/_local";
const logLinesMax = 100;
const connectionsMax = 500;
const requestBytesMax = 4_096;

const own = (name: string) => join(import.meta.dirname, name);

const fontPath = createRequire(import.meta.url).resolve(
  "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
);

const files: Readonly<Record<string, { readonly path: string; readonly type: string }>> = {
  [basePath]: { path: own("console.html"), type: "text/html; charset=utf-8" },
  [`${basePath}/console.css`]: { path: own("console.css"), type: "text/css; charset=utf-8" },
  [`${basePath}/console.js`]: { path: own("console.js"), type: "text/javascript; charset=utf-8" },
  [`${basePath}/console.woff2`]: { path: fontPath, type: "font/woff2" },
};

export function isConsoleRequest(request: IncomingMessage): boolean {
  const path = request.url?.split("?", 1)[0] ?? "/";
  return path === basePath || path.startsWith(`${basePath}/`);
}

/** Creates the console's listener; it answers only whom `isAdmitted` lets in. */
export function createConsole(deps: ConsoleDeps): RequestListener {
  const headers = createSecurityHeaders([]);
  return (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader("cache-control", "no-store");
    if (!isAdmitted(request)) {
      response.writeHead(403).end();
      return;
    }
    answer(deps, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: describe(error) });
    });
  };
}

async function answer(deps: ConsoleDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url?.split("?", 1)[0]?.replace(/\/$/, "") ?? "";
  const file = files[path];
  if (request.method === "POST") {
    if (path === `${basePath}/faults`) await applyFault(deps, request, response);
    else response.writeHead(404).end();
  } else if (path === `${basePath}/state`) sendJson(response, 200, await readState(deps));
  else if (path === `${basePath}/metrics`) {
    response
      .writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" })
      .end(deps.metrics());
  } else if (file === undefined) response.writeHead(404).end();
  else {
    const body = await readFile(file.path);
    response.writeHead(200, { "content-type": file.type }).end(body);
  }
}

async function applyFault(deps: ConsoleDeps, request: IncomingMessage, response: ServerResponse) {
  const body = await readBody(request, requestBytesMax);
  try {
    await deps.faults.apply(JSON.parse(String(body)));
    sendJson(response, 200, deps.faults.state());
  } catch (error) {
    sendJson(response, 400, { error: describe(error) });
  }
}

const describe = (error: unknown) => (error instanceof Error ? error.message : String(error));
const orReason = <T>(reading: Promise<T>) => reading.catch((error: unknown) => ({ error: describe(error) }));

/** A store that is away is a gap in the picture and not its end: that is when people look. */
async function readState(deps: ConsoleDeps): Promise<object> {
  const [rooms, queues, mails] = await Promise.all([
    orReason(deps.rooms()),
    orReason(deps.queues()),
    orReason(deps.mails()),
  ]);
  const lines = deps.logs().slice(-logLinesMax * 5);
  const log = lines.flatMap((line) => {
    const text = formatTerminalLine(line, { colour: false });
    return text === undefined ? [] : [{ level: line.level, text }];
  });
  return {
    addresses: deps.addresses(),
    connections: deps.connections().slice(0, connectionsMax),
    counts: deps.frames(),
    functions: deps.functions(),
    rooms,
    queues,
    mails,
    ...deps.recorder.read(),
    faults: deps.faults.state(),
    log: log.slice(-logLinesMax).toReversed(),
  };
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
