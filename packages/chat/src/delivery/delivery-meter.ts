import type { PostOutcome } from "./gateway.ts";

/** How a post to a socket ended; a `late` one was not tried any more. */
export type DeliveryOutcome = PostOutcome | "late";

/** Counts how posts ended, for the metrics. */
export interface DeliveryMeter {
  count(outcome: DeliveryOutcome, posts: number): void;
}
