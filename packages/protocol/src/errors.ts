import { type ErrorCode, errorFacts } from "./error-facts.ts";

export type { ErrorCode } from "./error-facts.ts";

export interface ErrorFacts {
  readonly status: number;
  readonly retryable: boolean;
  readonly message: string;
}

const { invalid, unauthenticated, email_unverified, forbidden, not_found } = errorFacts;
const { conflict, too_large, rate_limited, unavailable, internal } = errorFacts;

/** The table of refusals with the public text that is used where nothing more exact is said. */
export const errors = {
  invalid: { ...invalid, message: "The request does not have the expected form." },
  unauthenticated: { ...unauthenticated, message: "Sign in to go on." },
  email_unverified: { ...email_unverified, message: "Verify your e-mail address first." },
  forbidden: { ...forbidden, message: "You may not do that." },
  not_found: { ...not_found, message: "There is no such thing." },
  conflict: { ...conflict, message: "That is already so, or taken." },
  too_large: { ...too_large, message: "That is too long." },
  rate_limited: { ...rate_limited, message: "Too fast. Try again shortly." },
  unavailable: { ...unavailable, message: "The service is out of reach for a moment." },
  internal: { ...internal, message: "Something went wrong." },
} as const satisfies Record<ErrorCode, ErrorFacts>;

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
