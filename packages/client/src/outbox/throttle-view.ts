import type { Clock } from "../clock.ts";
import { isSameJson } from "../is-same-json.ts";
import type { OutboxList } from "./outbox-list.ts";
import type { ThrottleClock } from "./throttle-clock.ts";
import type { ThrottleSnapshot } from "./throttle-snapshot.ts";

/** What the throttle says of a room's next message (of any room's, without one); the same object until it changes. */
export function createThrottleView(deps: {
  readonly clock: Clock;
  readonly throttle: ThrottleClock;
  readonly list: OutboxList;
}): (room?: string) => ThrottleSnapshot {
  const { clock, throttle, list } = deps;
  const last = new Map<string | undefined, ThrottleSnapshot>();
  return (room) => {
    const waiting = list.of(room).filter((item) => item.phase === "waiting");
    // What the service told of one room does not hold for the others.
    const told = waiting.filter((item) => room !== undefined && item.isLimited);
    const availableAt = Math.max(throttle.availableAt(), ...told.map((item) => item.notBefore));
    const now: ThrottleSnapshot = {
      availableAt: availableAt > clock.now() ? availableAt : undefined,
      queued: waiting.length,
      windows: throttle.windows,
    };
    const before = last.get(room);
    if (before !== undefined && isSameJson(before, now)) return before;
    last.set(room, now);
    return now;
  };
}
