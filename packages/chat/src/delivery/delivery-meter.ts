import type { PostOutcome } from "./gateway.ts";

/** Counts how posts to sockets ended, for the metrics; `late` ones were not tried any more. */
export interface DeliveryMeter {
  count(outcome: PostOutcome | "late"): void;
}
