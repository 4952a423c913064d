import * as z from "zod";
import { limits } from "./limits.ts";

const storable = (text: string) => text.isWellFormed() && !text.includes("\u0000");
const unstorable = "must not hold NUL or lone surrogates";

// Spaces of no width, marks of direction and fillers: a name of these alone is one that nobody can see or press.
const visible = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}]/u;

/** One line that a person names something with: trimmed, without control characters, and not of invisible ones alone. */
export const line = (charsMax: number, charsMin = 1) =>
  z
    .string()
    .trim()
    .min(charsMin)
    .max(charsMax)
    .refine(storable, unstorable)
    .refine((text) => !/\p{Cc}/u.test(text), "must not hold control characters")
    .refine((text) => text === "" || visible.test(text), "must hold something that can be seen");

/** Letters, digits, underscores and dots; kept in lower case. A dot at an end would not be mentionable. */
export const usernamePattern = /^[a-z0-9_]([a-z0-9_.]*[a-z0-9_])?$/i;

export const Username = z
  .string()
  .trim()
  .min(limits.usernameCharsMin, `must have at least ${limits.usernameCharsMin} characters`)
  .max(limits.usernameCharsMax, `must have at most ${limits.usernameCharsMax} characters`)
  .regex(usernamePattern, "may hold letters, digits, underscores and, not at its ends, dots")
  .toLowerCase();

/** What a person says: 1 to 8,000 UTF-16 units, not only white space; line breaks are kept. */
export const MessageText = z
  .string()
  .max(limits.textCharsMax)
  .refine((text) => text.trim().length > 0, "must not be empty")
  .refine(storable, unstorable);

/** An emoji: a short run without white space, letters or control characters. */
export const Emoji = z
  .string()
  .min(1)
  .max(limits.emojiCharsMax)
  .regex(
    /^(\p{Extended_Pictographic}|\p{Emoji_Component}|\p{Emoji_Modifier}|\u200d|\ufe0f)+$/u,
    "must be an emoji",
  )
  .refine((text) => /\p{Emoji}/u.test(text), "must be an emoji");
