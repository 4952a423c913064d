import type { Mail } from "./mailer.ts";
import { renderLetter } from "./render-letter.ts";

/**
 * Tells the owner of an account that somebody signed up with its address. The page says the same to everybody
 * who signs up, so only the owner learns that there is an account.
 */
export function writeKnownAddressMail(input: {
  readonly name: string;
  readonly site: string;
}): Omit<Mail, "to"> {
  return renderLetter({
    subject: "You already have an account",
    title: "You already have an account",
    paragraphs: [
      `Hello ${input.name}, somebody (you, perhaps) wanted to use your address here. It has an account already, so nothing was changed.`,
      "Sign in with your password, or choose a new one if you have forgotten it.",
    ],
    button: { label: "Sign in", link: `${input.site}/sign-in` },
    footnote: "If it was not you, do nothing: your account is as it was.",
    site: input.site,
  });
}
