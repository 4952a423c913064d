import type { Clock } from "../clock.ts";
import type { HookQueue, OutgoingHookStore } from "./outgoing-hook-store.ts";

export interface SweepHooksDeps {
  readonly outgoingHooks: Pick<OutgoingHookStore, "listLagging">;
  readonly hookQueue: HookQueue;
  readonly clock: Pick<Clock, "now">;
}

/** Asked for in one sweep; what is left waits for the next. */
const hooksMax = 1_000;

/**
 * Asks for the hooks that have something to be sent and that nobody is sending: those whose drainer died before
 * it asked, whose job died, and whose receiver may be tried again by now. Returns how many it asked for.
 */
export async function sweepHooks({ outgoingHooks, hookQueue, clock }: SweepHooksDeps): Promise<number> {
  const lagging = await outgoingHooks.listLagging({ nowMs: clock.now(), limit: hooksMax });
  let asked = 0;
  for (const hook of lagging) {
    await hookQueue.push(hook, 0);
    asked += 1;
  }
  return asked;
}
