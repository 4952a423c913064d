/**
 * The stages: what a deployment called so gets, unless a `PARLEY_…` setting says otherwise.
 *
 * Any name that is not here is a person's own stage and is treated as `dev`.
 */
export interface CacheNodes {
  readonly kind: "nodes";
  /** ElastiCache's node type, without the `cache.` in front. */
  readonly instance: string;
  /** 0 turns cluster mode off: one primary. */
  readonly shards: number;
  readonly replicasPerShard: number;
}

export interface CacheServerless {
  readonly kind: "serverless";
}

export interface StageFacts {
  /** Refuses `sst remove`, and keeps what holds data when a resource goes. */
  readonly guarded: boolean;
  readonly nat: "ec2" | "managed";
  /** Each zone has a NAT of its own, which is most of the bill of an idle stage. */
  readonly zones: 1 | 2 | 3;
  readonly cache: CacheNodes | CacheServerless;
  readonly reserveConcurrency: boolean;
  readonly tracing: boolean;
  readonly logRetention: "1 week" | "1 month" | "3 months" | "1 year";
  /** A mail goes out at 80 % of it and when the forecast exceeds it. */
  readonly budgetUsdPerMonth: number;
}

const smallCache = { kind: "nodes", instance: "t4g.micro", shards: 0, replicasPerShard: 0 } as const;

export const stages = {
  dev: {
    guarded: false,
    nat: "ec2",
    zones: 1,
    cache: smallCache,
    reserveConcurrency: false,
    tracing: false,
    logRetention: "1 week",
    budgetUsdPerMonth: 20,
  },
  staging: {
    guarded: false,
    nat: "ec2",
    zones: 1,
    cache: smallCache,
    reserveConcurrency: false,
    tracing: false,
    logRetention: "1 month",
    budgetUsdPerMonth: 40,
  },
  production: {
    guarded: true,
    nat: "ec2",
    zones: 2,
    cache: smallCache,
    reserveConcurrency: true,
    tracing: false,
    logRetention: "3 months",
    budgetUsdPerMonth: 100,
  },
} as const satisfies Record<string, StageFacts>;

export type StageKind = keyof typeof stages;
