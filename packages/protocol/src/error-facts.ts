/**
 * Every refusal that crosses the wire: its code, its HTTP status, and whether the same request may pass later.
 * Its public text stands in `errors`, apart: a client that has texts of its own need not load them.
 */
export const errorFacts = {
  invalid: { status: 400, retryable: false },
  unauthenticated: { status: 401, retryable: false },
  // Before the finer code of the same status: what a bare status means is the first that has it.
  forbidden: { status: 403, retryable: false },
  email_unverified: { status: 403, retryable: false },
  not_found: { status: 404, retryable: false },
  conflict: { status: 409, retryable: false },
  too_large: { status: 413, retryable: false },
  rate_limited: { status: 429, retryable: true },
  unavailable: { status: 503, retryable: true },
  internal: { status: 500, retryable: false },
} as const;

export type ErrorCode = keyof typeof errorFacts;
