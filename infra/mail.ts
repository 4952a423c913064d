/** SES: the sender's address, or its domain with DKIM and DMARC where the stage has that domain. */
import { mailIdentity, type Settings } from "./settings.ts";

export function createMail(settings: Settings): sst.aws.Email {
  const sender = mailIdentity(settings);
  const ofDomain = !sender.includes("@");
  return new sst.aws.Email("Mail", {
    sender,
    ...(ofDomain && { dmarc: "v=DMARC1; p=quarantine; adkim=s; aspf=r;" }),
    transform: {
      configurationSet: (args) => {
        args.reputationOptions = { reputationMetricsEnabled: true };
        args.suppressionOptions = { suppressedReasons: ["BOUNCE", "COMPLAINT"] };
        // Addresses and links to reset passwords travel with TLS or not at all.
        args.deliveryOptions = { tlsPolicy: "REQUIRE" };
      },
    },
  });
}
