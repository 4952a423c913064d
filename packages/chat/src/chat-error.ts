import { type ErrorCode, errors, type FieldReasons } from "@parley/protocol/errors";

export interface ChatErrorDetails {
  /** Public text; the code's own where absent. */
  readonly message?: string;
  readonly fields?: FieldReasons;
  readonly retryAfterMs?: number;
  /** What went wrong underneath: for the log, never for the wire. */
  readonly cause?: unknown;
}

/** An expected refusal, with a code of `protocol/errors`. The edge turns it into the answer. */
export class ChatError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldReasons | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, details: ChatErrorDetails = {}) {
    super(details.message ?? errors[code].message, { cause: details.cause });
    this.name = "ChatError";
    this.code = code;
    this.fields = details.fields;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Whether a room may not be read (any more), or is not there: which of both is not told. */
export function isDenial(thrown: unknown): boolean {
  return thrown instanceof ChatError && (thrown.code === "not_found" || thrown.code === "forbidden");
}
