import { type EndConnectionsDeps, endConnections } from "./end-connections.ts";
import type { EndedSessions } from "./ended-sessions.ts";

export interface SweepSessionsDeps extends EndConnectionsDeps {
  readonly endedSessions: EndedSessions;
}

/** Looked after in one sweep; what is left waits for the next. */
const sessionsMax = 500;

export interface SweptSessions {
  readonly ended: number;
  /** Left to the next sweep: a store or the gateway is out of reach. */
  readonly failed: number;
}

/**
 * Closes what is still open of sessions that ended: whoever ended one may have died before it closed anything, or
 * had the records and the gateway out of reach. For all others it repeats what was done, which is harmless.
 */
export async function sweepSessions(deps: SweepSessionsDeps): Promise<SweptSessions> {
  const all = await deps.endedSessions.list(sessionsMax);
  const closed: string[] = [];
  for (const session of all) {
    const outcome = endConnections(deps, { ...session, reason: "signed_out" });
    await outcome.then(() => closed.push(session.sessionId)).catch(() => undefined);
  }
  if (closed.length > 0) await deps.endedSessions.forget(closed);
  return { ended: closed.length, failed: all.length - closed.length };
}
