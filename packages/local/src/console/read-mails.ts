/** The newest mails of the inbox: to whom, and what about. Their links stay in the inbox itself. */
export interface MailView {
  readonly to: string;
  readonly subject: string;
}

interface MailStore {
  readonly emails?: readonly {
    readonly subject?: string;
    readonly destination?: { readonly to?: readonly string[] };
  }[];
}

const mailsMax = 20;
const answerTimeoutMs = 2_000;

/** The latest first. @throws {Error} when the inbox is away, or is another's service that shows none. */
export async function readMails(inboxUrl: string): Promise<readonly MailView[]> {
  const answer = await fetch(`${inboxUrl}/store`, { signal: AbortSignal.timeout(answerTimeoutMs) });
  if (!answer.ok) throw new Error(`The inbox answers ${answer.status}.`);
  const { emails = [] } = (await answer.json()) as MailStore;
  const latest = emails.slice(-mailsMax).toReversed();
  return latest.map(({ subject = "", destination }) => ({ to: (destination?.to ?? []).join(", "), subject }));
}
