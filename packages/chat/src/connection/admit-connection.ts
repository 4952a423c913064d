import { ChatError } from "../chat-error.ts";
import type { Identity } from "./identity.ts";
import type { TicketStore } from "./ticket.ts";

export interface AdmitDeps {
  readonly tickets: Pick<TicketStore, "redeem">;
  readonly originsAllowed: readonly string[];
}

/**
 * Admits a socket by its ticket. A browser must come from an allowed Origin, compared as a whole; a client
 * without one is no browser, and its ticket alone speaks for it. A foreign Origin does not use the ticket up.
 *
 * @throws {ChatError} `forbidden` for a foreign Origin; `unauthenticated` for a used, expired or unknown ticket.
 */
export async function admitConnection(
  deps: AdmitDeps,
  input: { ticket: string | undefined; origin: string | undefined },
): Promise<Identity> {
  const { ticket, origin } = input;
  if (origin !== undefined && !deps.originsAllowed.includes(origin)) throw new ChatError("forbidden");
  const identity = ticket === undefined ? undefined : await deps.tickets.redeem(ticket);
  if (identity === undefined) throw new ChatError("unauthenticated");
  return identity;
}
