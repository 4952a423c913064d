import type { UserId } from "@parley/protocol";

/** Behind which sign-in a connection stands, and since when. */
export interface Entrant {
  readonly user: UserId;
  readonly sessionId: string;
  readonly connectedAtMs: number;
}

/**
 * Remembers which sessions have ended, for as long as a connection of theirs can last: hot, so that every
 * frame can ask. Redis may forget it; a connection is then greeted anew, and `SessionDirectory` is asked.
 */
export interface SessionGate {
  /** Shuts the gate for a session; where none is named, for all of the person's that connected until `atMs`. */
  shut(
    user: UserId,
    ended: { readonly sessionId?: string | undefined; readonly atMs: number },
  ): Promise<void>;
  isShutFor(entrant: Entrant): Promise<boolean>;
}

/** The sessions that stand, by what is durable. */
export interface SessionDirectory {
  /** Whether a person's session, or a bot's token, has neither ended nor run out. */
  holds(sessionId: string): Promise<boolean>;
}
