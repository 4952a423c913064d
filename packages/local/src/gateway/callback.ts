/**
 * `/{stage}/@connections/{id}`: how functions reach clients.
 *
 * The hot path of a room with many people, so it is spelled out with callbacks: one request costs one
 * signature and one write. Source of statuses and names: "Amazon API Gateway Management API reference".
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { CallbackFailure } from "../cloud-types.ts";
import type { Callers } from "../iam/callers.ts";
import { readAccessKeyId } from "../iam/principals.ts";
import { type Connection, deletedEnding } from "./connection.ts";
import { isConnectionId } from "./connection-id.ts";
import type { SignatureRefusal, SignedRequest } from "./sigv4.ts";
import type { TokenBucket } from "./token-bucket.ts";

export interface CallbackDeps {
  /** The open connection; undefined when it is gone, or not yet accepted. */
  readonly find: (connectionId: string) => Connection | undefined;
  readonly verify: (request: SignedRequest) => SignatureRefusal | undefined;
  readonly denial: Callers["denial"];
  readonly requests: TokenBucket;
  /** How the next request is to fail on the gateway's own account, which a test decides. */
  readonly fails: () => CallbackFailure | undefined;
  readonly onPost: (bytes: number) => void;
}

export interface CallbackOptions {
  readonly stage: string;
  readonly messageBytesMax: number;
}

interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

const forbidden: Refusal = { status: 403, type: "ForbiddenException", message: "Forbidden" };
const gone: Refusal = { status: 410, type: "GoneException", message: "Gone" };
const limited: Refusal = { status: 429, type: "LimitExceededException", message: "Too Many Requests" };
const broken: Refusal = {
  status: 500,
  type: "InternalServerErrorException",
  message: "Internal server error",
};
const failures: Readonly<Record<CallbackFailure, Refusal>> = { broken, gone };
const tooLarge: Refusal = { status: 413, type: "PayloadTooLargeException", message: "Payload too large" };

/** Creates the listener of the callback requests. */
export function createCallbackListener(deps: CallbackDeps, options: CallbackOptions) {
  const prefix = `/${options.stage}/@connections/`;
  // An SDK may send the @ encoded; both are the same path.
  const encodedPrefix = `/${options.stage}/%40connections/`;
  const readId = (target: string): string | undefined => {
    const start = target.startsWith(prefix) ? prefix : encodedPrefix;
    if (!target.startsWith(start)) return undefined;
    const text = target.slice(start.length).split("?", 1)[0] ?? "";
    try {
      return decodeURIComponent(text);
    } catch {
      return undefined;
    }
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    readWhole(request, options.messageBytesMax, (body) => {
      if (body === undefined) {
        response.setHeader("connection", "close");
        refuse(response, tooLarge);
        return;
      }
      const target = request.url ?? "/";
      const method = request.method ?? "GET";
      const refusal = deps.verify({ method, target, headers: request.headers, body });
      if (refusal !== undefined) {
        refuse(response, { status: 403, ...refusal });
        return;
      }
      const denial = deps.denial(readAccessKeyId(request.headers.authorization), method);
      if (denial !== undefined) {
        deny(response, denial);
        return;
      }
      const connectionId = readId(target);
      if (connectionId === undefined) {
        refuse(response, forbidden);
        return;
      }
      const failure = deps.fails();
      if (failure !== undefined) refuse(response, failures[failure]);
      else if (!deps.requests.take()) refuse(response, limited);
      else if (!isConnectionId(connectionId)) refuse(response, invalidId(connectionId));
      else answer(deps, deps.find(connectionId), { method, body, response });
    });
  };
}

/** Seen in the field for an id of another form (serverless-offline#749, localstack#4694). */
function invalidId(connectionId: string): Refusal {
  return { status: 400, type: "BadRequestException", message: `Invalid connectionId: ${connectionId}` };
}

function answer(
  deps: CallbackDeps,
  connection: Connection | undefined,
  input: { readonly method: string; readonly body: Buffer; readonly response: ServerResponse },
): void {
  const { method, body, response } = input;
  if (connection === undefined) {
    refuse(response, gone);
    return;
  }
  switch (method) {
    case "POST": {
      const outcome = connection.post(body);
      if (outcome === "full") refuse(response, limited);
      else if (outcome === "gone") refuse(response, gone);
      else {
        deps.onPost(body.length);
        respond(response, 200, "");
      }
      return;
    }
    case "GET":
      respond(response, 200, describeConnection(connection));
      return;
    case "DELETE":
      connection.close(deletedEnding);
      respond(response, 204, "");
      return;
    default:
      refuse(response, forbidden);
  }
}

function describeConnection({ facts, lastActiveAtMs }: Connection): string {
  return JSON.stringify({
    connectedAt: new Date(facts.connectedAtMs).toISOString(),
    identity: { sourceIp: facts.sourceIp, userAgent: facts.userAgent },
    lastActiveAt: new Date(lastActiveAtMs()).toISOString(),
  });
}

function respond(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, [
    "x-amzn-RequestId",
    randomUUID(),
    "Content-Type",
    "application/json",
    ...(status === 204 ? [] : ["Content-Length", String(Buffer.byteLength(body))]),
  ]);
  response.end(body);
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  response.setHeader("x-amzn-ErrorType", refusal.type);
  respond(response, refusal.status, JSON.stringify({ message: refusal.message }));
}

/** Here the message's name is written large; seen in the field (ASFHyP3/hyp3#2283). */
function deny(response: ServerResponse, denial: string): void {
  response.setHeader("x-amzn-ErrorType", "AccessDeniedException");
  respond(response, 403, JSON.stringify({ Message: denial }));
}

/** Calls back with the whole body, or undefined as soon as it is longer than `bytesMax`. */
function readWhole(
  request: IncomingMessage,
  bytesMax: number,
  done: (body: Buffer | undefined) => void,
): void {
  let first: Buffer | undefined;
  let more: Buffer[] | undefined;
  let length = 0;
  const onData = (chunk: Buffer) => {
    length += chunk.length;
    if (length > bytesMax) {
      request.off("data", onData).off("end", onEnd).pause();
      done(undefined);
    } else if (first === undefined) first = chunk;
    else (more ??= [first]).push(chunk);
  };
  const onEnd = () => done(more === undefined ? (first ?? empty) : Buffer.concat(more, length));
  request.on("data", onData).on("end", onEnd);
}

const empty = Buffer.alloc(0);
