import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { ChatError } from "@parley/chat/chat-error";
import type { Mail, Mailer } from "@parley/chat/mail/mailer";

/** A mail is sent while somebody waits for an answer. */
const requestTimeoutMs = 4_000;
const connectionTimeoutMs = 1_500;

/** An SES client; region, credentials and endpoint come from the SDK's own variables. */
export function createSes(): SESv2Client {
  return new SESv2Client({
    maxAttempts: 2,
    requestHandler: { requestTimeout: requestTimeoutMs, connectionTimeout: connectionTimeoutMs },
  });
}

function part(text: string) {
  return { Data: text, Charset: "UTF-8" };
}

/** `Mailer` on Amazon SES. */
export class SesMailer implements Mailer {
  readonly #ses: SESv2Client;
  readonly #from: string;

  /** @param from an address, or `Name <address>`, that SES may send from. */
  constructor(ses: SESv2Client, from: string) {
    this.#ses = ses;
    this.#from = from;
  }

  async send({ to, subject, text, html }: Mail): Promise<void> {
    const command = new SendEmailCommand({
      FromEmailAddress: this.#from,
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: part(subject), Body: { Text: part(text), Html: part(html) } } },
    });
    try {
      await this.#ses.send(command);
    } catch (cause) {
      throw new ChatError("unavailable", { cause });
    }
  }
}
