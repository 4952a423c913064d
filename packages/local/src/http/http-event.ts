/**
 * An HTTP request as API Gateway's HTTP API hands it to Lambda, payload format 2.0.
 *
 * Source: "Create AWS Lambda proxy integrations for HTTP APIs", API Gateway developer guide.
 */
import type { IncomingMessage } from "node:http";
import { http } from "@parley/topology";
import { formatRequestTime } from "../gateway/request-time.ts";

export interface HttpEventInput {
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly requestId: string;
  readonly nowMs: number;
  readonly accountId: string;
}

const routeKey = `ANY ${http.basePath}/{proxy+}`;

/** Media types whose bodies reach the handler as they are; all others come as base64 (same source). */
const textTypes = /^(text\/|application\/(json|javascript|xml)\b|application\/[^;]+\+(json|xml)\b)/i;

/** Builds the event; header names in lower case, repeated values joined by commas, cookies apart. */
export function createHttpEvent(input: HttpEventInput): object {
  const { request, body } = input;
  const [rawPath = "/", ...queryParts] = (request.url ?? "/").split("?");
  const rawQueryString = queryParts.join("?");
  const sourceIp = request.socket.remoteAddress ?? "";
  const host = request.headers.host ?? "";
  const query = joinQuery(rawQueryString);
  const cookies = request.headers.cookie?.split(/; */).filter(Boolean);
  const isText = textTypes.test(request.headers["content-type"] ?? "text/plain");
  return {
    version: http.payloadFormatVersion,
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookies === undefined ? {} : { cookies }),
    headers: {
      ...joinHeaders(request),
      "x-forwarded-for": appendForwarded(request.headers["x-forwarded-for"], sourceIp),
      "x-forwarded-port": String(request.socket.localPort ?? ""),
      "x-forwarded-proto": "http",
    },
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: input.accountId,
      apiId: "local",
      domainName: host,
      domainPrefix: host.split(/[.:]/)[0],
      http: {
        method: request.method ?? "GET",
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: request.headers["user-agent"] ?? "",
      },
      requestId: input.requestId,
      routeKey,
      stage: "$default",
      time: formatRequestTime(input.nowMs),
      timeEpoch: input.nowMs,
    },
    pathParameters: { proxy: rawPath.slice(http.basePath.length + 1) },
    ...(body.length === 0 ? {} : { body: body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Cookies stand apart, and what concerns this hop alone is not passed on. */
const unpassed = new Set(["cookie", "connection", "keep-alive", "transfer-encoding", "upgrade"]);

function joinHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (!unpassed.has(name) && values !== undefined) headers[name] = values.join(",");
  }
  return headers;
}

function joinQuery(rawQueryString: string): Record<string, string> | undefined {
  if (rawQueryString === "") return undefined;
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    query[name] = name in query ? `${query[name]},${value}` : value;
  }
  return query;
}

/** API Gateway appends the address it saw to what the client claims. */
function appendForwarded(claimed: string | string[] | undefined, sourceIp: string): string {
  if (claimed === undefined) return sourceIp;
  return `${Array.isArray(claimed) ? claimed.join(",") : claimed},${sourceIp}`;
}
