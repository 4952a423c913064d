/**
 * `/{stage}/@connections/{id}`: how functions reach clients.
 *
 * Source of statuses and names: "Amazon API Gateway Management API reference".
 */
import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { CallbackFailure } from "../cloud-types.ts";
import type { Callers } from "../iam/callers.ts";
import { type Connection, deletedEnding } from "./connection.ts";
import { isConnectionId } from "./connection-id.ts";
import type { Payload } from "./payload.ts";
import type { Signing } from "./sigv4.ts";
import type { TokenBucket } from "./token-bucket.ts";

export interface CallbackDeps {
  /** The open connection; undefined when it is gone, or not yet accepted. */
  readonly find: (connectionId: string) => Connection | undefined;
  readonly denial: Callers["denial"];
  readonly requests: TokenBucket;
  /** How the next request is to fail on the gateway's own account, which a test decides. */
  readonly fails: () => CallbackFailure | undefined;
  readonly onPost: (bytes: number) => void;
}

export interface CallbackRequest {
  readonly method: string;
  /** Path and query as they stand in the request line. */
  readonly target: string;
  readonly payload: Payload;
  readonly signing: Signing;
  readonly signature: string;
}

export interface CallbackAnswer {
  readonly status: number;
  /** Value of `x-amzn-ErrorType`. */
  readonly errorType?: string;
  readonly body: string;
}

/** What is the same in every answer's head, as names and values in turn. */
export function writeAnswerFields({ status, errorType, body }: CallbackAnswer): string[] {
  return [
    "x-amzn-RequestId",
    randomUUID(),
    "Content-Type",
    "application/json",
    ...(status === 204 ? [] : ["Content-Length", String(Buffer.byteLength(body))]),
    ...(errorType === undefined ? [] : ["x-amzn-ErrorType", errorType]),
  ];
}

const posted: CallbackAnswer = { status: 200, body: "" };
const deleted: CallbackAnswer = { status: 204, body: "" };
const forbidden = refusal(403, "ForbiddenException", "Forbidden");
const gone = refusal(410, "GoneException", "Gone");
const limited = refusal(429, "LimitExceededException", "Too Many Requests");
const tooLarge = refusal(413, "PayloadTooLargeException", "Payload too large");
const failures: Readonly<Record<CallbackFailure, CallbackAnswer>> = {
  broken: refusal(500, "InternalServerErrorException", "Internal server error"),
  gone,
};

function refusal(status: number, errorType: string, message: string): CallbackAnswer {
  return { status, errorType, body: JSON.stringify({ message }) };
}

/** Creates what decides a callback, and does what it asks for. */
export function createCallbacks(deps: CallbackDeps, { stage }: { readonly stage: string }) {
  const readId = createIdReader(stage);
  return (request: CallbackRequest): CallbackAnswer => {
    const { method, target, payload, signing, signature } = request;
    const mistake = signing.refusalOf({ method, target, payloadHash: payload.hash, signature });
    if (mistake !== undefined) return refusal(403, mistake.type, mistake.message);
    const denial = deps.denial(signing.accessKeyId, method);
    if (denial !== undefined) return deny(denial);
    const connectionId = readId(target);
    if (connectionId === undefined) return forbidden;
    const failure = deps.fails();
    if (failure !== undefined) return failures[failure];
    if (!deps.requests.take()) return limited;
    if (!isConnectionId(connectionId)) return refuseId(connectionId);
    const connection = deps.find(connectionId);
    return connection === undefined ? gone : serve(deps, connection, request);
  };
}

/** Reads the connection's id out of a target; undefined when it is no callback's. */
function createIdReader(stage: string): (target: string) => string | undefined {
  const prefix = `/${stage}/@connections/`;
  // An SDK may send the @ encoded; both are the same path.
  const encodedPrefix = `/${stage}/%40connections/`;
  return (target) => {
    const start = target.startsWith(prefix) ? prefix : encodedPrefix;
    if (!target.startsWith(start)) return undefined;
    const queryAt = target.indexOf("?");
    try {
      return decodeURIComponent(target.slice(start.length, queryAt < 0 ? undefined : queryAt));
    } catch {
      return undefined;
    }
  };
}

/** Seen in the field for an id of another form (serverless-offline#749, localstack#4694). */
function refuseId(connectionId: string): CallbackAnswer {
  return refusal(400, "BadRequestException", `Invalid connectionId: ${connectionId}`);
}

/** Here the message's name is written large; seen in the field (ASFHyP3/hyp3#2283). */
function deny(denial: string): CallbackAnswer {
  return { status: 403, errorType: "AccessDeniedException", body: JSON.stringify({ Message: denial }) };
}

function serve(
  deps: Pick<CallbackDeps, "onPost">,
  connection: Connection,
  { method, payload }: CallbackRequest,
): CallbackAnswer {
  switch (method) {
    case "POST": {
      const outcome = connection.post(payload);
      if (outcome === "full") return limited;
      if (outcome === "gone") return gone;
      deps.onPost(payload.bytes.length);
      return posted;
    }
    case "GET":
      return { status: 200, body: describeConnection(connection) };
    case "DELETE":
      connection.close(deletedEnding);
      return deleted;
    default:
      return forbidden;
  }
}

function describeConnection({ facts, lastActiveAtMs }: Connection): string {
  return JSON.stringify({
    connectedAt: new Date(facts.connectedAtMs).toISOString(),
    identity: { sourceIp: facts.sourceIp, userAgent: facts.userAgent },
    lastActiveAt: new Date(lastActiveAtMs()).toISOString(),
  });
}

export interface CallbackListenerDeps {
  readonly answer: (request: CallbackRequest) => CallbackAnswer;
  readonly readSigning: (headers: IncomingHttpHeaders) => Signing;
  readonly toPayload: (bytes: Buffer) => Payload;
}

/** Creates the listener for callbacks as `node:http` reads them. */
export function createCallbackListener(
  deps: CallbackListenerDeps,
  options: { readonly messageBytesMax: number },
) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    readWhole(request, options.messageBytesMax, (body) => {
      if (body === undefined) {
        response.setHeader("connection", "close");
        respond(response, tooLarge);
        return;
      }
      const signing = deps.readSigning(request.headers);
      const { signature } = signing;
      const { method = "GET", url: target = "/" } = request;
      respond(response, deps.answer({ method, target, payload: deps.toPayload(body), signing, signature }));
    });
  };
}

function respond(response: ServerResponse, answer: CallbackAnswer): void {
  response.writeHead(answer.status, writeAnswerFields(answer));
  response.end(answer.body);
}

/** Calls back with the whole body, or undefined as soon as it is longer than `bytesMax`. */
function readWhole(
  request: IncomingMessage,
  bytesMax: number,
  done: (body: Buffer | undefined) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const onData = (chunk: Buffer) => {
    length += chunk.length;
    if (length > bytesMax) {
      request.off("data", onData).off("end", onEnd).pause();
      done(undefined);
    } else chunks.push(chunk);
  };
  const onEnd = () => done(Buffer.concat(chunks, length));
  request.on("data", onData).on("end", onEnd);
}
