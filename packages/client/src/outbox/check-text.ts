import type { limits } from "@parley/protocol/limits";
import { ParleyError } from "../parley-error.ts";

// Its type is the protocol's number: that one cannot change without this one, and the table stays outside.
const textCharsMax: typeof limits.textCharsMax = 8_000;

/**
 * The gateway ends a connection over a frame of more than 32 KB, and it would end each that repeats it. Only
 * control characters (six bytes each in JSON) make a text of 8,000 characters so long. Some is left for ids.
 */
const textBytesMax = 32_000;

/** Refuses at once what the service would refuse: a text that is empty or too long. */
export function checkText(text: string): void {
  if (text.trim() === "") {
    throw new ParleyError({ code: "invalid", fields: { text: "must not be empty" } });
  }
  const bytes = new TextEncoder().encode(JSON.stringify(text)).length;
  if (text.length > textCharsMax || bytes > textBytesMax)
    throw new ParleyError({ code: "too_large", message: "That is too long." });
}
