import { limits } from "@parley/protocol/limits";
import { ParleyError } from "../parley-error.ts";

/** Refuses at once what the service would refuse: a text that is empty or too long. */
export function checkText(text: string): void {
  if (text.trim() === "") {
    throw new ParleyError({ code: "invalid", fields: { text: "must not be empty" } });
  }
  if (text.length > limits.textCharsMax) throw new ParleyError({ code: "too_large" });
}
