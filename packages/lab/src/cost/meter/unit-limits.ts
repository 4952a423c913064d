import type { BillableUnits } from "./billable-units.ts";
import { perMessage } from "./billable-units.ts";

/** Units of one message in a quiet room of 20: what does not depend on how busy the machine is. */
export const quiet = { members: 20, messagesPerSecond: 2, durationMs: 10_000 } as const;

/** Of the three requests one asks whether the session still stands, and takes the throttle's token in the same go. */
const reference = { gatewayMessages: 21, invocations: 1, redisRequests: 3, redisCommands: 25 } as const;
const growthMax = 1.05;

/** What costs more units than it did, by more than 5 %. */
export function findRegressions(units: BillableUnits): string[] {
  const found = perMessage(units);
  return Object.entries(reference).flatMap(([name, was]) => {
    const now = found[name as keyof typeof reference];
    return now <= was * growthMax ? [] : [`${name} per message: ${now.toFixed(2)}, was ${was}`];
  });
}
