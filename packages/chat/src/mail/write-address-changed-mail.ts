import type { Mail } from "./mailer.ts";
import { renderLetter } from "./render-letter.ts";

/** Tells the former address that it is none any more. */
export function writeAddressChangedMail(input: {
  readonly name: string;
  readonly to: string;
  readonly site: string;
}): Omit<Mail, "to"> {
  return renderLetter({
    subject: "Your address was changed",
    title: "Your address was changed",
    paragraphs: [
      `Hello ${input.name}, from now on your account is reached at ${input.to}, and no longer here.`,
      "Whoever did it knew your password and was signed in as you.",
    ],
    button: { label: "Open Parley", link: input.site },
    footnote: "If it was not you, tell whoever runs this service at once.",
    site: input.site,
  });
}
