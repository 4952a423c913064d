import { type ErrorCode, errorFacts } from "@parley/protocol/error-facts";
import type { ErrorBody, FieldReasons } from "@parley/protocol/errors";

/** What a `ParleyError` is made of: an `ErrorBody`, where HTTP's status and Better Auth's own code are known. */
export interface ParleyErrorFacts {
  readonly code: ErrorCode;
  readonly message?: string;
  readonly status?: number;
  readonly reason?: string;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
  readonly fields?: FieldReasons;
  readonly requestId?: string;
}

/**
 * Every failure that the SDK reports: a refusal by the service, or the lack of an answer.
 *
 * `code` is one of the protocol's. `status` is HTTP's (or the code's, for an error frame), and 0 when
 * there was no answer at all: network gone, request timed out, connection lost. `retryable` says that the
 * same request may pass later, after `retryAfterMs` where that is given. `reason` is the account routes'
 * own, finer code where there is one (such as `USERNAME_IS_ALREADY_TAKEN`). `message` is the service's text where it
 * gave one; what is shown to people is better chosen by `code`.
 */
export class ParleyError extends Error {
  override readonly name = "ParleyError";
  declare readonly code: ErrorCode;
  declare readonly status: number;
  declare readonly retryable: boolean;
  declare readonly retryAfterMs: number | undefined;
  declare readonly fields: FieldReasons;
  declare readonly requestId: string | undefined;
  declare readonly reason: string | undefined;

  constructor(facts: ParleyErrorFacts, options?: ErrorOptions) {
    const known = errorFacts[facts.code];
    const { status = known.status, retryable = known.retryable, fields = {} } = facts;
    const { code, message, retryAfterMs, requestId, reason } = facts;
    super(message || code, options);
    Object.assign(this, { code, status, retryable, retryAfterMs, fields, requestId, reason });
  }
}

/** The error for "no answer": status 0, retryable. Its cause says why there is none, or is what `fetch` threw. */
export function unanswered(cause: unknown): ParleyError {
  return new ParleyError({ code: "unavailable", message: "There was no answer.", status: 0 }, { cause });
}

/** Whatever was thrown, as a `ParleyError`; what is not one becomes `internal`, its cause kept. */
export function asParleyError(thrown: unknown): ParleyError {
  if (thrown instanceof ParleyError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ParleyError({ code: "internal", message, status: 0 }, { cause: thrown });
}

/** Whether a room may not be read (any more), or is not there: which of both is not told. */
export function isDenial({ code }: ParleyError): boolean {
  return code === "not_found" || code === "forbidden";
}

/** The body of a refusal, whether of an HTTP answer or of an error frame, as a `ParleyError`. */
export function errorFromBody(body: Partial<ErrorBody>, status?: number): ParleyError {
  const { code = "internal" } = body;
  const known = Object.hasOwn(errorFacts, code) ? code : "internal";
  return new ParleyError({ ...body, code: known, ...(status && { status }) });
}
