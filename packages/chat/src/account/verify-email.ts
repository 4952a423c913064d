import type { UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import type { AccountNotices } from "./account-notices.ts";
import type { VerificationStore } from "./account-store.ts";

export interface VerifyEmailDeps {
  readonly verifications: Pick<VerificationStore, "redeem">;
  readonly notices: Pick<AccountNotices, "addressChanged" | "sessionEnded">;
}

/**
 * Verifies an address with the token that was mailed to it; it does not sign in. A changed address ends all
 * sessions but the one that asked for it, and the former address is told.
 *
 * @throws {ChatError} `invalid` with `fields.token` when the token is unknown, used or expired.
 */
export async function verifyEmail(deps: VerifyEmailDeps, { token }: { token: string }): Promise<UserId> {
  const redeemed = await deps.verifications.redeem(token);
  if (redeemed === undefined) {
    throw new ChatError("invalid", {
      message: "The link has been used already, or is too old.",
      fields: { token: "has been used already, or is too old" },
    });
  }
  const { user, change } = redeemed;
  if (change !== undefined) {
    const { name, from, to, endedSessions } = change;
    await Promise.all(endedSessions.map((sessionId) => deps.notices.sessionEnded({ user, sessionId })));
    await deps.notices.addressChanged({ name, email: from }, to);
  }
  return user;
}
