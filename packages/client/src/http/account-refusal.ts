import type { ErrorCode, FieldReasons } from "@parley/protocol/errors";
import { type ExplainRefusal, retryAfter } from "./refusal.ts";

/** What Better Auth's refusals say beyond their status (better-auth 1.7, `BASE_ERROR_CODES`). */
export const explainAccountRefusal: ExplainRefusal = (
  { code: reason = "", message },
  { headers, status },
) => {
  const code = codeOf(reason) ?? (status === 422 ? "invalid" : undefined);
  return {
    ...(code && { code }),
    fields: fieldsOf(reason, message),
    ...(reason && { reason }),
    ...retryAfter(headers.get("x-retry-after")),
  };
};

function codeOf(reason: string): ErrorCode | undefined {
  if (reason === "EMAIL_NOT_VERIFIED") return "email_unverified";
  if (reason.includes("ALREADY")) return "conflict";
  return /^(INVALID_TOKEN|TOKEN_EXPIRED|INVALID_PASSWORD)$/.test(reason) ? "invalid" : undefined;
}

/** Which field of a form a code of Better Auth speaks of. */
function fieldsOf(reason: string, message = ""): FieldReasons {
  if (/_OR_PASSWORD$|VERIFIED/.test(reason)) return {};
  const [field] =
    /USERNAME|PASSWORD|EMAIL|TOKEN/.exec(reason) ?? (reason.startsWith("USER_ALREADY") ? ["EMAIL"] : []);
  return field ? { [field.toLowerCase()]: message } : {};
}
