/** What a function answered, as the HTTP response that API Gateway makes of it. */
import type { InvokeResult } from "../cloud-types.ts";
import { throttledType } from "../lambda/function-pool.ts";

export interface HttpAnswer {
  readonly status: number;
  /** Values in order; `set-cookie` may have several. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An answer of API Gateway's own, such as `{"message":"Not Found"}`. */
export function createGatewayAnswer(status: number, message: string): HttpAnswer {
  const body = Buffer.from(JSON.stringify({ message }));
  return { status, headers: { "content-type": "application/json" }, body };
}

/**
 * Reads the function's answer. A failure is `500 {"message":"Internal Server Error"}`, a refusal of Lambda's
 * to run it 503 (seen in the field); a payload without `statusCode` is taken for the body of a 200 (payload format 2.0 infers it).
 *
 * Source: "Create AWS Lambda proxy integrations for HTTP APIs", API Gateway developer guide.
 */
export function createHttpAnswer(result: InvokeResult): HttpAnswer {
  if (!result.ok && result.errorType === throttledType)
    return createGatewayAnswer(503, "Service Unavailable");
  if (!result.ok) return createGatewayAnswer(500, "Internal Server Error");
  const { payload } = result;
  if (!isRecord(payload) || payload["statusCode"] === undefined) {
    const text = typeof payload === "string" ? payload : JSON.stringify(payload);
    return { status: 200, headers: { "content-type": "application/json" }, body: Buffer.from(text) };
  }
  const status = Number(payload["statusCode"]);
  const text = payload["body"] ?? "";
  if (!Number.isInteger(status) || status < 200 || status > 599 || typeof text !== "string") {
    return createGatewayAnswer(500, "Internal Server Error");
  }
  return {
    status,
    headers: readHeaders(payload),
    body: Buffer.from(text, payload["isBase64Encoded"] === true ? "base64" : "utf8"),
  };
}

function readHeaders(payload: Record<string, unknown>): Record<string, string | readonly string[]> {
  const headers: Record<string, string | readonly string[]> = {};
  if (isRecord(payload["headers"])) {
    for (const [name, value] of Object.entries(payload["headers"]))
      headers[name.toLowerCase()] = String(value);
  }
  headers["content-type"] ??= "text/plain;charset=utf-8";
  if (Array.isArray(payload["cookies"])) headers["set-cookie"] = payload["cookies"].map(String);
  return headers;
}
