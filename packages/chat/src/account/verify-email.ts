import type { UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import type { VerificationStore } from "./account-store.ts";

/**
 * Verifies an address with the token that was mailed to it. It does not sign in.
 *
 * @throws {ChatError} `invalid` with `fields.token` when the token is unknown, used or expired.
 */
export async function verifyEmail(
  deps: { readonly verifications: Pick<VerificationStore, "redeem"> },
  { token }: { token: string },
): Promise<UserId> {
  const user = await deps.verifications.redeem(token);
  if (user === undefined) {
    throw new ChatError("invalid", {
      message: "The link has been used already, or is too old.",
      fields: { token: "has been used already, or is too old" },
    });
  }
  return user;
}
