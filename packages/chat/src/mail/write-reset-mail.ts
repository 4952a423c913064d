import type { Mail } from "./mailer.ts";
import { renderLetter } from "./render-letter.ts";

/** Lets a person choose a new password. The link works once, for an hour. */
export function writeResetMail(input: {
  readonly name: string;
  readonly link: string;
  readonly site: string;
}): Omit<Mail, "to"> {
  return renderLetter({
    subject: "Choose a new password",
    title: "A new password",
    paragraphs: [
      `Hello ${input.name}, somebody (you, we hope) asked to choose a new password for your account.`,
      "Once you have chosen it, every device that is signed in will have to sign in again.",
    ],
    button: { label: "Choose a password", link: input.link },
    footnote:
      "The link works once and for one hour. If you did not ask for it, do nothing: your password stays.",
    site: input.site,
  });
}
