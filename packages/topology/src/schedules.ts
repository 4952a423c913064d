/** What runs by the clock. */
import type { FunctionName } from "./functions.ts";

export interface ScheduleFacts {
  readonly function: FunctionName;
  readonly everyMs: number;
}

export const schedules = {
  sweep: { function: "sweep", everyMs: 60_000 },
} as const satisfies Record<string, ScheduleFacts>;
