import type { Mail } from "./mailer.ts";
import { renderLetter } from "./render-letter.ts";

/** Asks for proof that a new address is the person's. The link works once, for a day. */
export function writeNewAddressMail(input: {
  readonly name: string;
  readonly link: string;
  readonly site: string;
}): Omit<Mail, "to"> {
  return renderLetter({
    subject: "Confirm your new address",
    title: "Your new address",
    paragraphs: [
      `Hello ${input.name}, you asked to be reached here. Confirm it, and this is the address that you sign in with.`,
      "Your other devices will have to sign in again.",
    ],
    button: { label: "Confirm the address", link: input.link },
    footnote:
      "The link works once and for one day. If you did not ask for it, do nothing: without it nothing changes.",
    site: input.site,
  });
}
