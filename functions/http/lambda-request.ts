import { ChatError } from "@parley/chat/chat-error";
import { edgeHeaders } from "@parley/topology";
import { viewerOf } from "../edge/viewer-of.ts";
import type { HttpEvent, HttpResult } from "../edge/wrap-http.ts";

/** Carries the caller's address from the edge to whoever keeps it; a caller cannot set it. */
export const addressHeader = "x-parley-address";

const bodyBytesMax = 64 * 1024;
/** What a header may not hold by HTTP's own grammar; the gateway lets some of it through. */
const unsayable = /[^\t\x20-\x7e\x80-\xff]/g;

/**
 * Turns an HTTP API event (payload format 2.0) into a `Request`.
 *
 * @param originSecret what CloudFront proves itself with; empty: it stands in front of nothing.
 * @throws {ChatError} `too_large` for a body over 64 KB, before anything is parsed.
 */
export function toRequest(event: HttpEvent, originSecret = ""): Request {
  const { requestContext, rawPath, rawQueryString, cookies } = event;
  const { method } = requestContext.http;
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers)) {
    if (value !== undefined) headers.set(name, value.replace(unsayable, ""));
  }
  if (cookies !== undefined && cookies.length > 0) headers.set("cookie", cookies.join("; "));
  headers.delete(edgeHeaders.proof);
  headers.set(addressHeader, viewerOf(event, originSecret));
  const query = rawQueryString === "" ? "" : `?${rawQueryString}`;
  const body = method === "GET" || method === "HEAD" ? undefined : readBody(event);
  return new Request(`https://${requestContext.domainName}${rawPath}${query}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
}

function readBody({ body, isBase64Encoded }: HttpEvent): Buffer<ArrayBuffer> | undefined {
  if (body === undefined || body === "") return undefined;
  const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  if (bytes.byteLength > bodyBytesMax) {
    throw new ChatError("too_large", { message: "A request may have 64 KB at most." });
  }
  return bytes;
}

/** Turns a `Response` into what the HTTP API expects; cookies go apart, as it wants them. */
export async function toResult(response: Response): Promise<HttpResult> {
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== "set-cookie"));
  const cookies = response.headers.getSetCookie();
  const body = await response.text();
  return {
    statusCode: response.status,
    headers,
    ...(cookies.length > 0 && { cookies }),
    ...(body !== "" && { body }),
  };
}
