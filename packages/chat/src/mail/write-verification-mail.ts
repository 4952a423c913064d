import type { Mail } from "./mailer.ts";
import { renderLetter } from "./render-letter.ts";

/** Asks a newcomer to prove that the address is theirs. The link works once, for a day. */
export function writeVerificationMail(input: {
  readonly name: string;
  readonly link: string;
  readonly site: string;
}): Omit<Mail, "to"> {
  return renderLetter({
    subject: "Verify your e-mail address",
    title: `Welcome, ${input.name}.`,
    paragraphs: ["One step is left before you can sign in: show us that this address is yours."],
    button: { label: "Verify the address", link: input.link },
    footnote:
      "The link works once and for one day. If you did not sign up, do nothing: without it nobody can use your address here.",
    site: input.site,
  });
}
