import { type CacheNodes, queues } from "@parley/topology";
import type { Settings } from "../settings.ts";

/** What the operations stack is made from: known before anything is created. */
export interface OpsFacts {
  readonly stage: string;
  readonly cache: CacheNodes | { readonly kind: "serverless" };
  /** How many queues, dead-letter queues and NAT instances come in as parameters. */
  readonly queues: number;
  readonly deadLetters: number;
  readonly natInstances: number;
  readonly runbookUrl: string;
  readonly alarmEmail?: string;
}

/** Parameters of the template beside `Queue0…`, `DeadLetters0…` and `NatInstance0…`. */
export interface OpsParameters {
  readonly WebsocketApiId: string;
  readonly HttpApiId: string;
  readonly ConnectionsTable: string;
  readonly RedisId: string;
}

export const opsParameters = [
  "WebsocketApiId",
  "HttpApiId",
  "ConnectionsTable",
  "RedisId",
] as const satisfies readonly (keyof OpsParameters)[];

export function describeOps(settings: Settings, deadLetters: number): OpsFacts {
  const { stage, cache, nat, zones, runbookUrl, alarmEmail } = settings;
  return {
    stage,
    cache,
    queues: Object.keys(queues).length,
    deadLetters,
    natInstances: nat === "ec2" ? zones : 0,
    runbookUrl,
    ...(alarmEmail !== undefined && { alarmEmail }),
  };
}
