import type { ErrorBody, ErrorCode, FieldReasons } from "@parley/protocol/errors";
import { errorFromBody, ParleyError } from "../parley-error.ts";

/** An HTTP refusal as a `ParleyError`: the API's own form, Better Auth's, or a proxy's with just a status. */
export function errorFromAnswer(response: Response, text: string): ParleyError {
  const body = objectIn(text);
  if (typeof body["error"] === "object" && body["error"] !== null) {
    return errorFromBody(body["error"] as Partial<ErrorBody>, response.status);
  }
  const reason = typeof body["code"] === "string" ? body["code"] : undefined;
  const message = typeof body["message"] === "string" ? body["message"] : undefined;
  const retryAfterMs = retryAfter(response.headers);
  return new ParleyError({
    code: accountCode(reason) ?? codeOfStatus(response.status),
    status: response.status,
    fields: accountFields(reason, message),
    ...(message !== undefined && { message }),
    ...(reason !== undefined && { reason }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

function objectIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Better Auth's codes whose status alone would say too little. Source: better-auth 1.7, `BASE_ERROR_CODES`. */
function accountCode(reason: string | undefined): ErrorCode | undefined {
  if (reason === undefined) return undefined;
  if (reason === "EMAIL_NOT_VERIFIED") return "email_unverified";
  if (/ALREADY/.test(reason)) return "conflict";
  if (/^INVALID_(EMAIL|USERNAME)_OR_PASSWORD$/.test(reason)) return "unauthenticated";
  if (reason === "INVALID_TOKEN" || reason === "TOKEN_EXPIRED" || reason === "INVALID_PASSWORD")
    return "invalid";
  return undefined;
}

function accountFields(reason: string | undefined, message = ""): FieldReasons {
  if (reason === undefined || /_OR_PASSWORD$|VERIFIED/.test(reason)) return {};
  const field =
    /USERNAME|PASSWORD|EMAIL|TOKEN/.exec(reason)?.[0] ?? (reason.startsWith("USER_ALREADY") ? "EMAIL" : "");
  return field === "" ? {} : { [field.toLowerCase()]: message };
}

function codeOfStatus(status: number): ErrorCode {
  const codes: Record<number, ErrorCode> = {
    400: "invalid",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    413: "too_large",
    422: "invalid",
    429: "rate_limited",
    502: "unavailable",
    503: "unavailable",
    504: "unavailable",
  };
  return codes[status] ?? "internal";
}

/** Both spellings hold seconds: HTTP's own, and Better Auth's `X-Retry-After`. */
function retryAfter(headers: Headers): number | undefined {
  const seconds = Number(headers.get("retry-after") ?? headers.get("x-retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : undefined;
}
