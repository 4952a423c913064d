import { Logger } from "@aws-lambda-powertools/logger";
import type { Database } from "@parley/stores/postgres/database";
import { openDrizzle } from "@parley/stores/postgres/drizzle-database";
import { createAuth } from "../account/create-auth.ts";

export const authSecret = "0123456789abcdef0123456789abcdef";

async function nothing(): Promise<void> {}

/** Better Auth as the API has it, which mails nobody. */
export function openAuth(database: Database, publicUrl: string) {
  return createAuth({
    db: openDrizzle(database),
    secret: authSecret,
    publicUrl,
    originsAllowed: [publicUrl],
    logger: new Logger(),
    notices: {
      verification: nothing,
      reset: nothing,
      knownAddress: nothing,
      newAddress: nothing,
      addressChanged: nothing,
      signInAdded: nothing,
      sessionEnded: nothing,
    },
    accounts: { claimUsername: async () => "taken", forgetUnverified: nothing },
    oauth: [],
    isBanned: async () => false,
  });
}
