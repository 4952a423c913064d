import { ParleyError } from "@parley/client";

/** Whether a call failed because its token from a mail was used already, or is too old. */
export function isSpent(thrown: unknown): boolean {
  return thrown instanceof ParleyError && Object.hasOwn(thrown.fields, "token");
}
