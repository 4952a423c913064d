import { asParleyError, ParleyError } from "../parley-error.ts";

/** What a run ends with. Scripts may rely on these. */
export const exitCodes = {
  done: 0,
  /** The service refused, or something went wrong. */
  refused: 1,
  /** The command line is not understood. */
  usage: 2,
  /** Nobody is signed in. */
  signedOut: 3,
  /** No answer in time: try again later. A message is kept and goes out with a later run. */
  unanswered: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A failure that is told in one sentence. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly exitCode: ExitCode;
  readonly code: string;

  constructor(exitCode: ExitCode, message: string, code = "invalid", options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
    this.code = code;
  }
}

/** Whatever was thrown, as what the person is told. */
export function asFailure(thrown: unknown): CommandFailure {
  if (thrown instanceof CommandFailure) return thrown;
  const error = thrown instanceof ParleyError ? thrown : asParleyError(thrown);
  if (error.code === "unauthenticated") {
    return new CommandFailure(
      exitCodes.signedOut,
      "You are not signed in: run `parley sign-in`.",
      error.code,
    );
  }
  const reasons = Object.entries(error.fields)
    .filter(([, reason]) => reason !== "" && reason !== error.message)
    .map(([field, reason]) => `${field} ${reason}`);
  const message =
    reasons.length === 0 ? error.message : `${error.message.replace(/\.$/, "")}: ${reasons.join(", ")}.`;
  const isTemporary = error.retryable && error.code !== "rate_limited";
  return new CommandFailure(isTemporary ? exitCodes.unanswered : exitCodes.refused, message, error.code, {
    cause: error,
  });
}
