import type { AccountNotices } from "@parley/chat/account/account-notices";
import type { VerificationStore } from "@parley/chat/account/account-store";
import { sendVerification } from "@parley/chat/account/send-verification";
import { type EndConnectionsDeps, endConnections } from "@parley/chat/connection/end-connections";
import type { Mailer } from "@parley/chat/mail/mailer";
import { writeAddressChangedMail } from "@parley/chat/mail/write-address-changed-mail";
import { writeKnownAddressMail } from "@parley/chat/mail/write-known-address-mail";
import { writeNewAddressMail } from "@parley/chat/mail/write-new-address-mail";
import { writeResetMail } from "@parley/chat/mail/write-reset-mail";
import { writeSignInAddedMail } from "@parley/chat/mail/write-sign-in-added-mail";
import type { Telemetry } from "../../edge/telemetry.ts";
import { handOver } from "./hand-over.ts";

export interface NoticeDeps extends EndConnectionsDeps {
  readonly telemetry: Telemetry;
  readonly mailer: Mailer;
  readonly verifications: Pick<VerificationStore, "issue">;
  /** Origin of the page that links lead to. */
  readonly publicUrl: string;
}

/** Notices by mail, and to sockets. A failure is logged and counted. */
export function composeNotices(deps: NoticeDeps): AccountNotices {
  const { telemetry, mailer, publicUrl: site } = deps;
  const linkTo = (page: string, token: string) => `${site}/${page}?token=${encodeURIComponent(token)}`;
  return {
    verification: (person) => handOver(telemetry, "verification mail", () => sendVerification(deps, person)),
    reset: ({ name, email }, token) =>
      handOver(telemetry, "reset mail", () =>
        mailer.send({ to: email, ...writeResetMail({ name, link: linkTo("reset-password", token), site }) }),
      ),
    knownAddress: ({ name, email }) =>
      handOver(telemetry, "known address mail", () =>
        mailer.send({ to: email, ...writeKnownAddressMail({ name, site }) }),
      ),
    newAddress: ({ name, email }, token) =>
      handOver(telemetry, "new address mail", () =>
        mailer.send({
          to: email,
          ...writeNewAddressMail({ name, link: linkTo("verify-email", token), site }),
        }),
      ),
    addressChanged: ({ name, email }, to) =>
      handOver(telemetry, "address changed mail", () =>
        mailer.send({ to: email, ...writeAddressChangedMail({ name, to, site }) }),
      ),
    signInAdded: ({ name, email }, provider) =>
      handOver(telemetry, "sign-in added mail", () =>
        mailer.send({ to: email, ...writeSignInAddedMail({ name, provider, site }) }),
      ),
    sessionEnded: (session) =>
      handOver(telemetry, "end connections", () =>
        endConnections(deps, { ...session, reason: "signed_out" }),
      ),
  };
}
