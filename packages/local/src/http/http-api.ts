/** The HTTP API: requests in, events to the function, its answers out. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { http } from "@parley/topology";
import type { InvokeResult } from "../cloud-types.ts";
import { createGatewayAnswer, createHttpAnswer, type HttpAnswer } from "./http-answer.ts";
import { createHttpEvent } from "./http-event.ts";

export interface HttpApiDeps {
  readonly invoke: (event: unknown, isWanted: () => boolean) => Promise<InvokeResult>;
  readonly onFailure: (line: string) => void;
}

export interface HttpApiOptions {
  readonly accountId: string;
}

/** Source: "Quotas for configuring and running an HTTP API", API Gateway developer guide: 10 MB. */
const bodyBytesMax = 10 * 1024 * 1024;

/** Whether a request is the API's and not the page's. */
export function isApiRequest(request: IncomingMessage): boolean {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  return path === http.basePath || path.startsWith(`${http.basePath}/`);
}

/** Answers one request; it never throws. */
export function createHttpApi(deps: HttpApiDeps, options: HttpApiOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = randomUUID();
    try {
      const body = await readBody(request, bodyBytesMax);
      if (body === undefined) {
        // What is unread stays so: the connection cannot be used again.
        response.setHeader("connection", "close");
        send(response, createGatewayAnswer(413, "Request Entity Too Large"), requestId);
        return;
      }
      const event = createHttpEvent({ request, body, requestId, nowMs: Date.now(), ...options });
      const result = await deps.invoke(event, () => !request.socket.destroyed);
      if (!result.ok) {
        const call = `${request.method} ${tellPath(request)}`;
        deps.onFailure(`${call} failed: ${result.errorType}: ${result.errorMessage}`);
      }
      send(response, createHttpAnswer(result), requestId);
    } catch (error) {
      // The client went away while its body was read, or the answer holds what HTTP forbids.
      deps.onFailure(`${request.method} ${tellPath(request)} broke off: ${error}`);
      if (response.headersSent) response.destroy();
      else send(response, createGatewayAnswer(500, "Internal Server Error"), requestId);
    }
  };
}

/** Without the query and without the secret of a webhook's address: neither is for a log. */
function tellPath(request: IncomingMessage): string {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  return path.replace(/(\/hooks\/[^/]+)\/.*/, "$1/…");
}

function send(response: ServerResponse, answer: HttpAnswer, requestId: string): void {
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  response.setHeader("apigw-requestid", requestId);
  const bodyless = answer.status === 204 || answer.status === 304;
  if (!bodyless) response.setHeader("content-length", answer.body.length);
  response.end(bodyless ? undefined : answer.body);
}

/** The whole body; undefined when it is longer than `bytesMax`, with the rest left unread. */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= bytesMax) chunks.push(chunk);
      else {
        request.pause();
        resolve(undefined);
      }
    });
    request.once("end", () => resolve(Buffer.concat(chunks, length)));
    request.once("error", reject);
  });
}
