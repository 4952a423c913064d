import type { FunctionFailure } from "./sandbox-protocol.ts";

/** An error in the shape of Lambda's Node.js runtime: `errorType`, `errorMessage` and the stack by lines. */
export function describeFailure(error: unknown): FunctionFailure {
  if (error instanceof Error) {
    return {
      errorType: error.name,
      errorMessage: error.message,
      trace: (error.stack ?? "").split("\n"),
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}
