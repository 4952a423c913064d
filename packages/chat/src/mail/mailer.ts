/** A mail as plain text and as HTML. */
export interface Mail {
  /** One address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Mailer {
  /** Hands a mail over for delivery. Throws `ChatError("unavailable")` when that failed. */
  send(mail: Mail): Promise<void>;
}
