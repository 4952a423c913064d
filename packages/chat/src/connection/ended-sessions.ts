import type { UserId } from "@parley/protocol";

/** A session, or a bot's token, that ended before its time. */
export interface EndedSession {
  readonly user: UserId;
  readonly sessionId: string;
}

/** What is durable of sessions whose connections may still be open: written with the end itself. */
export interface EndedSessions {
  /** The longest ended first. */
  list(limit: number): Promise<readonly EndedSession[]>;
  /** Their connections are closed. Repeating it is harmless. */
  forget(sessionIds: readonly string[]): Promise<void>;
}
