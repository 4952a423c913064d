import type { UserId } from "@parley/protocol";
import { ChatError } from "../chat-error.ts";
import type { AccountNotices } from "./account-notices.ts";
import type { AccountStore, VerificationStore } from "./account-store.ts";

export interface RequestEmailChangeDeps {
  readonly accounts: Pick<AccountStore, "findPeople">;
  readonly verifications: Pick<VerificationStore, "issue">;
  readonly notices: Pick<AccountNotices, "newAddress" | "knownAddress">;
}

export interface RequestEmailChangeInput {
  readonly user: UserId;
  /** The session that asks, which goes on when the others end. */
  readonly session: string;
  readonly name: string;
  readonly email: string;
  /** The address that is wanted, in lower case. */
  readonly to: string;
}

const ttlMs = 24 * 60 * 60_000;

/**
 * Mails a link to the wanted address that makes it the account's, once, for a day; until then nothing changes.
 * When that address has an account, its owner is told, and nobody else: to the caller it looks the same.
 *
 * @throws {ChatError} `invalid` with `fields.newEmail` for the present address.
 */
export async function requestEmailChange(
  deps: RequestEmailChangeDeps,
  { user, session, name, email, to }: RequestEmailChangeInput,
): Promise<void> {
  if (to === email) throw new ChatError("invalid", { fields: { newEmail: "is your address already" } });
  const owner = (await deps.accounts.findPeople([to])).get(to);
  if (owner !== undefined) return deps.notices.knownAddress({ name: owner.name, email: to });
  const token = await deps.verifications.issue({ user, email, ttlMs, change: { to, session } });
  await deps.notices.newAddress({ name, email: to }, token);
}
