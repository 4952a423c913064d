import { ChatError } from "../chat-error.ts";
import type { Clock } from "../clock.ts";
import type { Identity } from "./identity.ts";
import type { SessionGate } from "./session-gate.ts";
import type { TicketStore } from "./ticket.ts";

export interface AdmitDeps {
  readonly tickets: Pick<TicketStore, "redeem">;
  readonly gate: Pick<SessionGate, "isShutFor">;
  readonly clock: Pick<Clock, "now">;
  readonly originsAllowed: readonly string[];
}

/**
 * Admits a socket by its ticket. A browser must come from an allowed Origin, compared as a whole; a client
 * without one is no browser, and its ticket alone speaks for it. A foreign Origin does not use the ticket up.
 *
 * @throws {ChatError} `forbidden` for a foreign Origin; `unauthenticated` for a used, expired or unknown ticket, and
 *   for one whose session has ended since.
 */
export async function admitConnection(
  deps: AdmitDeps,
  input: { ticket: string | undefined; origin: string | undefined },
): Promise<Identity> {
  const { ticket, origin } = input;
  if (origin !== undefined && !deps.originsAllowed.includes(origin)) throw new ChatError("forbidden");
  const identity = ticket === undefined ? undefined : await deps.tickets.redeem(ticket);
  if (identity === undefined) throw new ChatError("unauthenticated");
  const { userId: user, sessionId } = identity;
  const ended = await deps.gate.isShutFor({ user, sessionId, connectedAtMs: deps.clock.now() });
  if (ended) throw new ChatError("unauthenticated");
  return identity;
}
