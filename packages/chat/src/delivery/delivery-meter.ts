import type { PostOutcome } from "./gateway.ts";

/** Counts how posts to sockets ended, for the metrics. */
export interface DeliveryMeter {
  count(outcome: PostOutcome): void;
}
