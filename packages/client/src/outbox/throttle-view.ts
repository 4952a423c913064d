import type { Outbox } from "./outbox.ts";
import type { ThrottleClock } from "./throttle-clock.ts";
import type { ThrottleSnapshot } from "./throttle-snapshot.ts";

/** What the throttle says of a room's next message (of any room's, without one); the same object until it changes. */
export function createThrottleView(deps: {
  readonly throttle: ThrottleClock;
  readonly outbox: Pick<Outbox, "availableAt" | "queued">;
}): (room?: string) => ThrottleSnapshot {
  const last = new Map<string | undefined, ThrottleSnapshot>();
  return (room) => {
    const now: ThrottleSnapshot = {
      availableAt: deps.outbox.availableAt(room),
      queued: deps.outbox.queued(room),
      windows: deps.throttle.windows,
    };
    const before = last.get(room);
    const isSame =
      before !== undefined &&
      before.availableAt === now.availableAt &&
      before.queued === now.queued &&
      before.windows === now.windows;
    if (isSame) return before;
    last.set(room, now);
    return now;
  };
}
