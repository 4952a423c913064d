/** The schedules of the topology, on EventBridge Scheduler. */
import { schedules } from "@parley/topology";
import type { Functions } from "./functions.ts";
import { logicalName } from "./resource-name.ts";

export function createSchedules(functions: Functions, deadLettersArn: $util.Input<string>): void {
  for (const [name, schedule] of Object.entries(schedules)) {
    new sst.aws.CronV2(logicalName(name, "Schedule"), {
      function: functions[schedule.function].arn,
      schedule: rateOf(schedule.everyMs),
      retries: 0,
      dlq: deadLettersArn,
    });
  }
}

const minuteMs = 60_000;

/** @throws {Error} for what the scheduler cannot do: it counts in whole minutes. */
function rateOf(everyMs: number): `rate(${string})` {
  const minutes = everyMs / minuteMs;
  if (!Number.isInteger(minutes) || minutes < 1)
    throw new Error(`A schedule of ${everyMs} ms is not whole minutes.`);
  return `rate(${minutes} ${minutes === 1 ? "minute" : "minutes"})`;
}
