import { ChatError } from "@parley/chat/chat-error";
import { type ErrorBody, errors } from "@parley/protocol/errors";

/** A failure as the wire has it, whichever way it goes out. */
export interface Refusal {
  readonly status: number;
  readonly body: ErrorBody;
}

/** Turns what was thrown into the answer: a `ChatError` says what it is, all else is `internal`. */
export function toRefusal(thrown: unknown, requestId: string): Refusal {
  const { code, message, fields, retryAfterMs } =
    thrown instanceof ChatError ? thrown : new ChatError("internal");
  const { status, retryable } = errors[code];
  return {
    status,
    body: {
      code,
      message,
      retryable,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(fields !== undefined && { fields }),
      requestId,
    },
  };
}
