import type { UserId } from "@parley/protocol";

/** What ended before its time: a session or a bot's token, or all of a bot's, which is shut out with its owner. */
export interface EndedSession {
  readonly id: string;
  readonly user: UserId;
  /** Absent where all of the user's ended. */
  readonly sessionId?: string;
}

/** What is durable of sessions whose connections may still be open: written with the end itself. */
export interface EndedSessions {
  /** The longest ended first. */
  list(limit: number): Promise<readonly EndedSession[]>;
  /** Their connections are closed. Repeating it is harmless. */
  forget(ids: readonly string[]): Promise<void>;
}
