/** What a run is judged by: ratios of medians, for they alone mean something on a machine that is shared. */
import type { Measurements } from "./measurements.ts";
import { peerNames } from "./servers/start-peers.ts";
import { median } from "./statistics.ts";

export interface RatioLimit {
  readonly scenario: string;
  readonly metric: string;
  /** The server that Parley's figure is divided by; absent: the figure itself is limited. */
  readonly against?: string;
  readonly min?: number;
  readonly max?: number;
}

export interface Judgement extends RatioLimit {
  readonly value: number;
  readonly holds: boolean;
}

/** What the design asks for (docs/performance.md); some of it is not reached. */
export const targets: readonly RatioLimit[] = [
  { scenario: "A", metric: "p50Ms", against: peerNames.durable, max: 2 },
  { scenario: "A", metric: "p99Ms", against: peerNames.durable, max: 3 },
  { scenario: "C", metric: "p99Ms", against: peerNames.socketIo, max: 2 },
  { scenario: "D", metric: "deliveriesPerSecond", against: peerNames.socketIo, min: 1 },
  { scenario: "D", metric: "deliveriesPerSecond", against: peerNames.durable, min: 0.5 },
  { scenario: "E", metric: "p99Ms", max: 1_000 },
  { scenario: "F", metric: "hotP50Ms", max: 5 },
  { scenario: "F", metric: "coldP50Ms", max: 50 },
  { scenario: "G", metric: "p50Ms", max: 50 },
  { scenario: "P1", metric: "postsPerMessage", max: 101 },
  { scenario: "P50", metric: "postsPerMessage", max: 25 },
];

/**
 * What is reached today with room for noise: a run outside has lost something. Counts are held closely;
 * ratios of times are medians only and wide, for a short run on a busy machine varies by a factor of two.
 */
export const regressionLimits: readonly RatioLimit[] = [
  { scenario: "A", metric: "p50Ms", against: peerNames.durable, max: 30 },
  { scenario: "D", metric: "deliveriesPerSecond", against: peerNames.socketIo, min: 0.2 },
  { scenario: "D", metric: "deliveriesPerSecond", against: peerNames.sample, min: 8 },
  { scenario: "P1", metric: "postsPerMessage", max: 101 },
  // The first messages of a short run find the room at rest.
  { scenario: "P50", metric: "postsPerMessage", max: 45 },
  { scenario: "P50", metric: "p50Ms", max: 250 },
  { scenario: "P50", metric: "invocationsPerMessage", max: 1.05 },
];

/** Judges what was measured; limits of scenarios that did not run are left out. What came to no number does not hold. */
export function judge(limits: readonly RatioLimit[], found: Measurements): Judgement[] {
  return limits.flatMap((limit) => {
    const own = median(found.values(limit.scenario, peerNames.parley, limit.metric));
    const other =
      limit.against === undefined ? 1 : median(found.values(limit.scenario, limit.against, limit.metric));
    const value = own / other;
    if (!found.ran(limit.scenario)) return [];
    const holds = value >= (limit.min ?? 0) && value <= (limit.max ?? Number.POSITIVE_INFINITY);
    return [{ ...limit, value, holds }];
  });
}
