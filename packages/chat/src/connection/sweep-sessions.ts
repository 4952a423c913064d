import { type EndConnectionsDeps, endConnections } from "./end-connections.ts";
import type { EndedSessions } from "./ended-sessions.ts";

export interface SweepSessionsDeps extends EndConnectionsDeps {
  readonly endedSessions: EndedSessions;
}

/** Looked after in one sweep, and for how long: what is left waits for the next, and other work does not. */
const sessionsMax = 500;
const atOnce = 10;
const sweepMs = 10_000;

export interface SweptSessions {
  readonly ended: number;
  /** Left to the next sweep: a store or the gateway is out of reach, or time was short. */
  readonly failed: number;
}

/**
 * Closes what is still open of sessions that ended: whoever ended one may have died before it closed anything, or
 * had the records and the gateway out of reach. For all others it repeats what was done, which is harmless.
 */
export async function sweepSessions(deps: SweepSessionsDeps): Promise<SweptSessions> {
  const untilMs = deps.clock.now() + sweepMs;
  const all = await deps.endedSessions.list(sessionsMax);
  const closed: string[] = [];
  for (let at = 0; at < all.length && deps.clock.now() < untilMs; at += atOnce) {
    const outcomes = all.slice(at, at + atOnce).map(async ({ id, ...session }) => {
      await endConnections(deps, { ...session, reason: "signed_out" });
      closed.push(id);
    });
    await Promise.allSettled(outcomes);
  }
  if (closed.length > 0) await deps.endedSessions.forget(closed);
  return { ended: closed.length, failed: all.length - closed.length };
}
