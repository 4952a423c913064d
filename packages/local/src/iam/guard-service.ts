import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { findDenial, type Grants } from "./grants.ts";
import { findFunction, readAccessKeyId } from "./principals.ts";
import type { Service, ServiceRefusal } from "./service-access.ts";

export interface GuardDeps {
  readonly grants: Grants;
  readonly onDenied: (reason: string) => void;
}

/**
 * Stands before a server that asks nobody who calls: web pages have no business with it, and a function may do
 * what is granted to it.
 */
export function guardService(server: Server, service: Service, deps: GuardDeps): void {
  const listeners = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  const pass = (request: IncomingMessage, response: ServerResponse) => {
    for (const listener of listeners) listener.call(server, request, response);
  };
  server.on("request", (request, response) => {
    const accessKeyId = readAccessKeyId(request.headers.authorization);
    if (request.headers.origin !== undefined) response.writeHead(403).end();
    else if (findFunction(accessKeyId) === undefined) pass(request, response);
    else {
      const decide = (body: string) => {
        const refusal = refusalOf(service, deps, { accessKeyId, request, body });
        if (refusal === undefined) pass(request, response);
        else response.writeHead(refusal.status, refusal.headers).end(refusal.body);
      };
      if (service.readsBody) peekBody(request, decide);
      else decide("");
    }
  });
}

interface Call {
  readonly accessKeyId: string;
  readonly request: IncomingMessage;
  readonly body: string;
}

function refusalOf(
  service: Service,
  { grants, onDenied }: GuardDeps,
  { accessKeyId, request, body }: Call,
): ServiceRefusal | undefined {
  const { method = "", url = "", headers } = request;
  for (const attempt of service.attemptsOf({ method, url, headers, body })) {
    const denial = findDenial(grants, { accessKeyId, ...attempt });
    if (denial === undefined) continue;
    onDenied(denial.reason);
    return service.refuse(denial, attempt);
  }
  return undefined;
}

/** Reads a body and puts it back: the server behind finds the request as it came. */
function peekBody(request: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  const read = () => {
    for (let chunk = request.read(); chunk !== null; chunk = request.read()) chunks.push(chunk);
    if (!request.complete) return;
    request.off("readable", read);
    const body = Buffer.concat(chunks);
    // Before it has ended, which it does once somebody has read it to its end.
    request.unshift(body);
    done(body.toString("utf8"));
  };
  request.on("readable", read);
}
