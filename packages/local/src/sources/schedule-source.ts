/** Invokes what the topology runs by the clock, as an EventBridge schedule does. */
import { randomUUID } from "node:crypto";
import type { FunctionName, ScheduleFacts } from "@parley/topology";
import type { InvokeResult } from "../cloud-types.ts";
import { account } from "../settings/settings.ts";

export interface ScheduleDeps {
  readonly invoke: (name: FunctionName, event: unknown) => Promise<InvokeResult>;
  readonly onFailure: (line: string) => void;
}

/** Starts every schedule; each fires a full period from now, and again a period after that. */
export function startSchedules(
  deps: ScheduleDeps,
  schedules: Readonly<Record<string, ScheduleFacts>>,
): { stop(): void } {
  const timers = Object.entries(schedules).map(([name, schedule]) =>
    setInterval(() => void fire(deps, name, schedule.function), schedule.everyMs),
  );
  return {
    stop: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

async function fire(deps: ScheduleDeps, name: string, target: FunctionName): Promise<void> {
  const result = await deps.invoke(target, {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: account.id,
    time: `${new Date().toISOString().slice(0, 19)}Z`,
    region: account.region,
    resources: [`arn:aws:events:${account.region}:${account.id}:rule/${name}`],
    detail: {},
  });
  if (!result.ok) deps.onFailure(`${name} failed: ${result.errorType}: ${result.errorMessage}`);
}
