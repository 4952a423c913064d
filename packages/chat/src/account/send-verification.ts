import type { UserId } from "@parley/protocol";
import type { Mailer } from "../mail/mailer.ts";
import { writeVerificationMail } from "../mail/write-verification-mail.ts";
import type { Addressee } from "./account-notices.ts";
import type { VerificationStore } from "./account-store.ts";

export interface SendVerificationDeps {
  readonly verifications: Pick<VerificationStore, "issue">;
  readonly mailer: Mailer;
  /** Origin of the page that the link leads to. */
  readonly publicUrl: string;
}

const ttlMs = 24 * 60 * 60_000;

/**
 * Mails a link by which the address is verified; it works once, for a day.
 *
 * @throws {ChatError} `unavailable` when the mail could not be handed over.
 */
export async function sendVerification(
  deps: SendVerificationDeps,
  { id, name, email }: Addressee & { readonly id: UserId },
): Promise<void> {
  const token = await deps.verifications.issue({ user: id, email, ttlMs });
  const link = `${deps.publicUrl}/verify-email?token=${encodeURIComponent(token)}`;
  await deps.mailer.send({ to: email, ...writeVerificationMail({ name, link, site: deps.publicUrl }) });
}
