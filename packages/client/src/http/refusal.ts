import { type ErrorCode, errorFacts } from "@parley/protocol/error-facts";
import type { ErrorBody } from "@parley/protocol/errors";
import { errorFromBody, ParleyError, type ParleyErrorFacts } from "../parley-error.ts";
import { parseJson } from "../parse-json.ts";

/** What a refusal may look like: the API's own form, Better Auth's, or a proxy's with whatever it says. */
interface Refusal {
  readonly error?: Partial<ErrorBody>;
  readonly code?: string;
  readonly message?: string;
}

/** Says more of a refusal than its status does, where its form is known. */
export type ExplainRefusal = (refusal: Refusal, response: Response) => Partial<ParleyErrorFacts>;

/** An HTTP refusal as a `ParleyError`. */
export function errorFromAnswer(response: Response, text: string, explain?: ExplainRefusal): ParleyError {
  const { status } = response;
  const refusal: Refusal = parseJson(text) ?? {};
  if (typeof refusal.error === "object") return errorFromBody(refusal.error, status);
  return new ParleyError({
    code: codeOf(status),
    status,
    ...(refusal.message && { message: refusal.message }),
    ...retryAfter(response.headers.get("retry-after")),
    ...explain?.(refusal, response),
  });
}

/** From a header that holds seconds. */
export function retryAfter(seconds: string | null): Pick<ParleyErrorFacts, "retryAfterMs"> {
  const retryAfterMs = Number(seconds) * 1_000;
  return retryAfterMs > 0 ? { retryAfterMs } : {};
}

function codeOf(status: number): ErrorCode {
  if (status === 502 || status === 504) return "unavailable";
  const codes = Object.keys(errorFacts) as ErrorCode[];
  return codes.find((code) => errorFacts[code].status === status) ?? "internal";
}
