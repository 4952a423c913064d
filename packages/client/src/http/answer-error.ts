import { type ErrorBody, type ErrorCode, errors, type FieldReasons } from "@parley/protocol/errors";
import { errorFromBody, ParleyError } from "../parley-error.ts";

/** What a refusal may look like: the API's own form, Better Auth's, or a proxy's with whatever it says. */
interface Refusal {
  readonly error?: Partial<ErrorBody>;
  readonly code?: string;
  readonly message?: string;
}

/** An HTTP refusal as a `ParleyError`. */
export function errorFromAnswer(response: Response, text: string): ParleyError {
  const { status, headers } = response;
  const { error, code: reason = "", message }: Refusal = refusalIn(text);
  if (typeof error === "object") return errorFromBody(error, status);
  // Both hold seconds: HTTP's own header, and Better Auth's.
  const retryAfterMs = Number(headers.get("retry-after") ?? headers.get("x-retry-after")) * 1_000;
  return new ParleyError({
    code: codeOf(reason, status),
    status,
    fields: fieldsOf(reason, message),
    ...(message && { message }),
    ...(reason && { reason }),
    ...(retryAfterMs > 0 && { retryAfterMs }),
  });
}

function refusalIn(text: string): Refusal {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** Better Auth's codes where they say more than the status (better-auth 1.7, `BASE_ERROR_CODES`). */
function codeOf(reason: string, status: number): ErrorCode {
  if (reason === "EMAIL_NOT_VERIFIED") return "email_unverified";
  if (reason.includes("ALREADY")) return "conflict";
  if (/^(INVALID_TOKEN|TOKEN_EXPIRED|INVALID_PASSWORD)$/.test(reason)) return "invalid";
  if (status === 403) return "forbidden";
  if (status === 422) return "invalid";
  if (status === 502 || status === 504) return "unavailable";
  const codes = Object.keys(errors) as ErrorCode[];
  return codes.find((code) => errors[code].status === status) ?? "internal";
}

/** Which field of a form a code of Better Auth speaks of. */
function fieldsOf(reason: string, message = ""): FieldReasons {
  if (/_OR_PASSWORD$|VERIFIED/.test(reason)) return {};
  const [field] =
    /USERNAME|PASSWORD|EMAIL|TOKEN/.exec(reason) ?? (reason.startsWith("USER_ALREADY") ? ["EMAIL"] : []);
  return field ? { [field.toLowerCase()]: message } : {};
}
