import type { Identity } from "./identity.ts";

/** One-time tickets that admit a signed-in person's socket. */
export interface TicketStore {
  /** Issues a ticket of at least 128 random bits that lives for at most 60 s. */
  issue(identity: Identity): Promise<{ readonly ticket: string; readonly expiresAtMs: number }>;
  /** Takes a ticket: the second to come with it, or one too late, gets undefined. */
  redeem(ticket: string): Promise<Identity | undefined>;
}
