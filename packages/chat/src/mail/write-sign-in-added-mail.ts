import type { Mail } from "./mailer.ts";
import { renderLetter } from "./render-letter.ts";

/** Tells a person that an identity elsewhere signs in to their account from now on. */
export function writeSignInAddedMail(input: {
  readonly name: string;
  readonly provider: string;
  readonly site: string;
}): Omit<Mail, "to"> {
  return renderLetter({
    subject: `You can sign in with ${input.provider} now`,
    title: `Signing in with ${input.provider}`,
    paragraphs: [
      `Hello ${input.name}, somebody (you, we hope) signed in through ${input.provider}, where your address is theirs as well. From now on that opens your account here too.`,
    ],
    button: { label: "See your sessions", link: `${input.site}/settings` },
    footnote: `If it was not you, secure your account at ${input.provider}, and tell whoever runs this service.`,
    site: input.site,
  });
}
