import { ParleyError } from "@parley/client";

/** Whether a call failed because its token from a mail was used already, or is too old. */
export function isSpent(thrown: unknown): boolean {
  if (!(thrown instanceof ParleyError)) return false;
  return thrown.reason === "INVALID_TOKEN" || thrown.reason === "TOKEN_EXPIRED";
}
