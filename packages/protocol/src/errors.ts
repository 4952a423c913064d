/**
 * Every refusal that crosses the wire, in one table: its code, HTTP status, whether the same request
 * may pass later, and the public text used where nothing more exact is said.
 */
export const errors = {
  invalid: { status: 400, retryable: false, message: "The request does not have the expected form." },
  unauthenticated: { status: 401, retryable: false, message: "Sign in to go on." },
  email_unverified: { status: 403, retryable: false, message: "Verify your e-mail address first." },
  forbidden: { status: 403, retryable: false, message: "You may not do that." },
  not_found: { status: 404, retryable: false, message: "There is no such thing." },
  conflict: { status: 409, retryable: false, message: "That is already so, or taken." },
  too_large: { status: 413, retryable: false, message: "That is too long." },
  rate_limited: { status: 429, retryable: true, message: "Too fast. Try again shortly." },
  unavailable: { status: 503, retryable: true, message: "The service is out of reach for a moment." },
  internal: { status: 500, retryable: false, message: "Something went wrong." },
} as const satisfies Record<string, ErrorFacts>;

export interface ErrorFacts {
  readonly status: number;
  readonly retryable: boolean;
  readonly message: string;
}

export type ErrorCode = keyof typeof errors;

/** A path in the request (`rooms.rom_1`, `text`) to the reason why it was refused. */
export type FieldReasons = Readonly<Record<string, string>>;

/** What HTTP answers carry under `error`, and what a WebSocket `error` frame is made of. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  /** Milliseconds after which the same request will pass. */
  readonly retryAfterMs?: number;
  readonly fields?: FieldReasons;
  readonly requestId: string;
}
