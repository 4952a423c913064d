/** The console at `/_local`: what is connected, what ran, and what was said about it. */
import { readFile } from "node:fs/promises";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { join } from "node:path";
import type { ConnectionView, LogLine } from "../cloud-types.ts";
import type { PoolCounts } from "../lambda/function-pool.ts";
import { formatTerminalLine } from "../log/terminal-line.ts";
import { createSecurityHeaders } from "../web/security-headers.ts";

export interface ConsoleDeps {
  readonly addresses: () => Readonly<Record<string, string>>;
  readonly connections: () => readonly ConnectionView[];
  readonly frames: () => { readonly framesIn: number; readonly framesOut: number };
  readonly functions: () => Readonly<Record<string, PoolCounts>>;
  readonly logs: () => readonly LogLine[];
}

const basePath = "/_local";
const logLinesMax = 100;
const connectionsMax = 500;

const files: Readonly<Record<string, { readonly name: string; readonly type: string }>> = {
  [basePath]: { name: "console.html", type: "text/html; charset=utf-8" },
  [`${basePath}/console.css`]: { name: "console.css", type: "text/css; charset=utf-8" },
  [`${basePath}/console.js`]: { name: "console.js", type: "text/javascript; charset=utf-8" },
};

const loopbackNames = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

export function isConsoleRequest(request: IncomingMessage): boolean {
  const path = request.url?.split("?", 1)[0] ?? "/";
  return path === basePath || path.startsWith(`${basePath}/`);
}

/**
 * Creates the console's listener. It answers only to a loopback name: a page elsewhere whose name was
 * rebound to 127.0.0.1 would otherwise read who is connected.
 */
export function createConsole(deps: ConsoleDeps): RequestListener {
  const headers = createSecurityHeaders([]);
  return (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader("cache-control", "no-store");
    const path = request.url?.split("?", 1)[0]?.replace(/\/$/, "") ?? "";
    const file = files[path];
    if (!loopbackNames.test(request.headers.host ?? "")) response.writeHead(403).end();
    else if (path === `${basePath}/state`) sendState(deps, response);
    else if (file === undefined) response.writeHead(404).end();
    else void sendFile(file, response);
  };
}

function sendState(deps: ConsoleDeps, response: ServerResponse): void {
  const lines = deps.logs().slice(-logLinesMax * 5);
  const log = lines.flatMap((line) => {
    const text = formatTerminalLine(line, { colour: false });
    return text === undefined ? [] : [{ level: line.level, text }];
  });
  const state = {
    addresses: deps.addresses(),
    connections: deps.connections().slice(0, connectionsMax),
    frames: deps.frames(),
    functions: deps.functions(),
    log: log.slice(-logLinesMax).toReversed(),
  };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(state));
}

async function sendFile(file: { name: string; type: string }, response: ServerResponse): Promise<void> {
  const body = await readFile(join(import.meta.dirname, file.name));
  response.writeHead(200, { "content-type": file.type }).end(body);
}
